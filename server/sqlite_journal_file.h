// How SQLite opens files: as always, except the journal of a part of a transaction. That one is kept in memory up to some
// megabytes and then moved into a file in one piece, while SQLite's files for Unix keep only the low 17 bits of a write's
// length: a multiple of 128 KiB is written as nothing and reported as a full disk. Here it is written in pieces.
#pragma once

namespace kedang {

// For sqlite3_open_v2: the name of this way of opening files, registered by the first call. nullptr (the usual way) when
// somebody has put a file system of their own in the place of the usual one, or there is none for Unix. Any thread.
const char* JournalFiles();

}  // namespace kedang
