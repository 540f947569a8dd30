#include "server/command_export.h"

#include <cstdio>
#include <optional>

#include <nlohmann/json.hpp>

#include "server/file.h"
#include "server/pool_search.h"
#include "shared/base/decimal.h"
#include "shared/intake/csv_writer.h"
#include "shared/intake/xlsx_writer.h"
#include "shared/model/value_json.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::size_t kFlushBytes = 1u << 20;

Result<std::vector<const Field*>> ChooseFields(const Schema& schema, const std::string& keys) {
  std::vector<const Field*> fields;
  if (keys.empty()) {
    for (const Field& field : schema.fields) {
      if (!field.is_retired) fields.push_back(&field);
    }
    return fields;
  }
  for (std::size_t begin = 0; begin <= keys.size();) {
    const std::size_t end = std::min(keys.find(',', begin), keys.size());
    const std::string key = keys.substr(begin, end - begin);
    const Field* field = schema.Find(key);
    if (field == nullptr) return Error{ErrorCode::kInvalidArgument, "--fields: '" + schema.key + "' has no field '" + key + "'"};
    fields.push_back(field);
    begin = end + 1;
  }
  return fields;
}

enum class ExportFormat : std::uint8_t { kCsv, kJsonLines, kXlsx };

class Exporter {
 public:
  // `world` says what computed fields may ask for.
  Exporter(const Schema& schema, std::vector<const Field*> fields, FormatContext format, ComputedReader& computed,
           const CheckContext& world, ExportFormat file_format, FileWriter& out)
      : schema_(schema), fields_(std::move(fields)), format_(format), computed_(computed), world_(world),
        file_format_(file_format), out_(out) {
    if (file_format_ == ExportFormat::kXlsx) workbook_.emplace(schema.label.zh);
  }

  Status Start() {
    if (file_format_ == ExportFormat::kJsonLines) return {};
    std::vector<std::string_view> cells = {"id"};
    for (const Field* field : fields_) cells.push_back(field->label.zh);
    if (workbook_) return workbook_->WriteHeader(cells);
    text_ = "\xEF\xBB\xBF";  // without the mark Excel takes UTF-8 for the system's old encoding
    AppendCsvRow(cells, CsvWriteOptions(), text_);
    return {};
  }

  Status Write(const Record& record) {
    ++count_;
    switch (file_format_) {
      case ExportFormat::kJsonLines: AddJson(record); break;
      case ExportFormat::kCsv: AddCsv(record); break;
      case ExportFormat::kXlsx: KEDANG_RETURN_IF_ERROR(AddRow(record)); break;
    }
    computed_.Forget();
    world_.related->Release();
    return text_.size() < kFlushBytes ? Status() : Flush();
  }
  Status Finish() {
    if (!workbook_) return Flush();
    KEDANG_ASSIGN(const Bytes bytes, workbook_->Finish());
    return out_.Write(AsText(bytes));
  }
  std::uint64_t count() const { return count_; }

 private:
  Status Flush() {
    const Status status = out_.Write(text_);
    text_.clear();
    return status;
  }

  const Value& ValueOf(const Record& record, const Field& field) { return computed_.Get(record, field.id, WorldOf(world_, {})); }

  std::vector<std::string> TextsOf(const Record& record) {
    std::vector<std::string> texts = {FormatId(record.id)};
    for (const Field* field : fields_) {
      const Value& value = ValueOf(record, *field);
      texts.push_back(value.is_null() ? std::string() : EditText(computed_.fields().Shown(schema_.id, *field), value, format_));
    }
    return texts;
  }

  void AddCsv(const Record& record) {
    const std::vector<std::string> texts = TextsOf(record);
    const std::vector<std::string_view> cells(texts.begin(), texts.end());
    AppendCsvRow(cells, CsvWriteOptions{',', true}, text_);
  }

  // Numbers and days as such, so that they can be added and sorted there; all else as text.
  Status AddRow(const Record& record) {
    std::vector<std::string> texts = TextsOf(record);
    std::vector<XlsxWriterCell> cells = {{texts[0], XlsxCellKind::kText}};
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      const FieldType type = computed_.fields().Shown(schema_.id, *fields_[i]).type;
      const Value& value = ValueOf(record, *fields_[i]);
      XlsxCellKind kind = XlsxCellKind::kText;
      if (type == FieldType::kDate && value.kind() == Value::Kind::kDate) kind = XlsxCellKind::kDate;
      const bool is_plain = type == FieldType::kInteger || type == FieldType::kDecimal || type == FieldType::kCurrency;
      if (is_plain && value.kind() == Value::Kind::kDecimal) texts[i + 1] = FormatDecimal(value.decimal());
      if (is_plain && value.kind() == Value::Kind::kInteger) texts[i + 1] = std::to_string(value.integer());
      if (is_plain) kind = XlsxCellKind::kNumber;
      cells.push_back({texts[i + 1], kind});
    }
    return workbook_->WriteRow(cells);
  }

  void AddJson(const Record& record) {
    Json cells = Json::object();
    for (const Field* field : fields_) {
      const Value& value = ValueOf(record, *field);
      if (!value.is_null()) cells[field->key] = ValueToPlainJson(computed_.fields().Shown(schema_.id, *field).type, value);
    }
    const Json line = {{"id", FormatId(record.id)},
                       {"schema", schema_.key},
                       {"created_at", FormatTimeUtc(record.created_ms)},
                       {"changed_at", FormatTimeUtc(record.changed_ms)},
                       {"fields", std::move(cells)}};
    text_ += line.dump() + '\n';
  }

  const Schema& schema_;
  std::vector<const Field*> fields_;
  FormatContext format_;
  ComputedReader& computed_;
  const CheckContext& world_;
  ExportFormat file_format_;
  FileWriter& out_;
  std::optional<XlsxWriter> workbook_;
  std::string text_;
  std::uint64_t count_ = 0;
};

Result<ExportFormat> FormatOf(const std::string& file) {
  if (file.ends_with(".jsonl")) return ExportFormat::kJsonLines;
  if (file.ends_with(".xlsx")) return ExportFormat::kXlsx;
  if (file.ends_with(".csv") || file == "-") return ExportFormat::kCsv;
  return Error{ErrorCode::kInvalidArgument, file + ": the file's name must end with .csv, .xlsx or .jsonl"};
}

Status ExportHits(Instance& instance, Store& store, const Principal& principal, const Schema& schema, const std::string& query,
                  Exporter& exporter) {
  KEDANG_ASSIGN(const auto pool, Pool::Load(instance, principal, &schema));
  const ParsedQueries queries = ParsePoolQuery(query, *pool, instance.schemas(), &schema);
  KEDANG_RETURN_IF_ERROR(TellProblems(queries.problems));
  PoolSearch search(*pool, instance, store, principal);
  KEDANG_ASSIGN(const HitList hits, search.Find(queries));
  for (std::size_t i = 0; i < hits.size(); ++i) {
    const auto record = pool->records().RecordAt(hits.At(i));
    if (record) KEDANG_RETURN_IF_ERROR(exporter.Write(*record));
  }
  return {};
}

Status ExportAll(SqliteStore& store, const SchemaSet& schemas, const Principal& principal, const Schema& schema, Exporter& exporter) {
  Status written;
  KEDANG_RETURN_IF_ERROR(store.Scan(schema.id, [&](const Record& record) {
    if (const auto visible = Project(principal, schemas, record)) written = exporter.Write(*visible);
    return written.ok();
  }));
  return written;
}

Result<std::uint64_t> Export(const CommonOptions& common, const ExportCommandOptions& options) {
  KEDANG_ASSIGN(const ExportFormat file_format, FormatOf(options.file));
  KEDANG_ASSIGN(const auto instance, OpenInstance(common));
  KEDANG_ASSIGN(const Principal principal, PrincipalFor(*instance, options.as_user));
  KEDANG_ASSIGN(const Schema* schema, SchemaFor(*instance, options.schema));
  KEDANG_ASSIGN(auto fields, ChooseFields(*schema, options.fields));
  KEDANG_ASSIGN(const Instance::Reader reader, instance->Read());
  KEDANG_ASSIGN(const PoolNames names, PoolNames::Load(*reader, instance->schemas()));
  FormatContext format;
  format.lexicon = &instance->lexicon();
  format.names = &names;
  FileWriter out(options.file);
  KEDANG_RETURN_IF_ERROR(out.Open());
  ScannedLookup related(*reader, instance->schemas(), principal);
  CheckContext world;
  world.lexicon = &instance->lexicon();
  world.today = DateOf(instance->clock().NowMs(), world.offset_minutes);
  world.related = &related;
  ComputedReader computed(instance->rules().computed());
  Exporter exporter(*schema, std::move(fields), format, computed, world, file_format, out);
  KEDANG_RETURN_IF_ERROR(exporter.Start());
  if (options.query.empty()) {
    KEDANG_RETURN_IF_ERROR(ExportAll(*reader, instance->schemas(), principal, *schema, exporter));
  } else {
    KEDANG_RETURN_IF_ERROR(ExportHits(*instance, *reader, principal, *schema, options.query, exporter));
  }
  KEDANG_RETURN_IF_ERROR(related.status());
  KEDANG_RETURN_IF_ERROR(exporter.Finish());
  KEDANG_RETURN_IF_ERROR(out.Close());
  return exporter.count();
}

}  // namespace

int RunExport(const CommonOptions& common, const ExportCommandOptions& options) {
  const auto count = Export(common, options);
  if (!count.ok()) return Fail(count.error());
  if (options.file == "-") return kDone;
  if (common.is_json) {
    PrintJson(Json{{"exported", *count}, {"file", options.file}});
  } else {
    std::printf("exported %llu records to %s\n", static_cast<unsigned long long>(*count), options.file.c_str());
  }
  return kDone;
}

}  // namespace kedang
