// Conflict: two people changed one cell without seeing each other. Both values are kept until a person decides; until
// then the cell holds the winner. Nothing is chosen silently and nothing is lost.
#pragma once

#include "shared/model/mutation.h"

namespace kedang {

struct Conflict {
  Id id;
  SchemaId schema = 0;
  Id record;
  FieldId field = 0;  // 0: the record was deleted by one side and edited by the other
  Value base;         // before both edits
  Value earlier;      // the edit that reached the server first
  Value later;        // the edit that met it
  bool is_later_current = true;  // which of the two the cell holds now (false for the hold policy)
  Id earlier_author;
  Id later_author;
  TimeMs earlier_ms = 0;  // when the earlier edit was accepted (server's clock)
  TimeMs later_ms = 0;    // when the later edit was typed (its client's clock: information)
  bool is_open = true;
  Version version;        // of the last change of this conflict record
};

}  // namespace kedang
