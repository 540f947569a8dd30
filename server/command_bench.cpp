#include "server/command_bench.h"

#include <stdlib.h>

#include <chrono>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "server/compress.h"
#include "server/file.h"
#include "server/import_job.h"
#include "server/machine.h"
#include "server/sample_company.h"
#include "shared/intake/csv_writer.h"
#include "shared/store/memory_store.h"
#include "shared/sync/segment.h"

namespace kedang {
namespace {

using Json = nlohmann::ordered_json;
using Seconds = std::chrono::duration<double>;

constexpr std::size_t kSegmentBytes = 1u << 20;

double Since(std::chrono::steady_clock::time_point start) {
  return Seconds(std::chrono::steady_clock::now() - start).count();
}

// A directory that goes away with this object.
class ScratchDirectory {
 public:
  static Result<std::unique_ptr<ScratchDirectory>> Make() {
    std::error_code error;
    std::string pattern = (std::filesystem::temp_directory_path(error) / "kedang-bench-XXXXXX").string();
    if (error || mkdtemp(pattern.data()) == nullptr) {
      return Error{ErrorCode::kResourceExhausted, "cannot make a temporary directory; set TMPDIR"};
    }
    return std::unique_ptr<ScratchDirectory>(new ScratchDirectory(pattern));
  }
  ~ScratchDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  explicit ScratchDirectory(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

struct Loaded {
  std::unique_ptr<ScratchDirectory> directory;
  std::unique_ptr<Instance> instance;  // goes before its directory
  ImportAnswer answer;
};

Status WriteSampleCsv(const std::string& path, const BenchCommandOptions& options) {
  FileWriter file(path);
  KEDANG_RETURN_IF_ERROR(file.Open());
  std::string text = "企业名称,统一社会信用代码,注册日期,所属行业,地区,注册地址,联系人,手机\r\n";
  SampleRandom random(options.seed);
  for (std::uint64_t row = 0; row < options.rows; ++row) {
    const SampleCompany company = MakeSampleCompany(random);
    const std::string_view cells[] = {company.name,    company.uscc,    company.founded_on, company.industry_name,
                                      company.region_name, company.address, company.contact,    company.mobile};
    AppendCsvRow(cells, CsvWriteOptions(), text);
    if (text.size() < kSegmentBytes) continue;
    KEDANG_RETURN_IF_ERROR(file.Write(text));
    text.clear();
  }
  KEDANG_RETURN_IF_ERROR(file.Write(text));
  return file.Close();
}

Result<Loaded> Load(const CommonOptions& common, const BenchCommandOptions& options) {
  Loaded loaded;
  KEDANG_ASSIGN(loaded.directory, ScratchDirectory::Make());
  std::string file = options.file;
  if (file.empty()) {
    file = loaded.directory->path() + "/sample.csv";
    KEDANG_RETURN_IF_ERROR(WriteSampleCsv(file, options));
  }
  KEDANG_ASSIGN(loaded.instance, Instance::Open(loaded.directory->path() + "/data", EmbeddedContent()));
  ImportRequest request;
  request.file = file;
  KEDANG_ASSIGN(request.schema, SchemaFor(*loaded.instance, "customer"));
  KEDANG_ASSIGN(request.author, PrincipalFor(*loaded.instance, ""));
  Progress progress(common);
  KEDANG_ASSIGN(loaded.answer, RunImportJob(*loaded.instance, request, [&progress](std::uint64_t done, std::uint64_t total) {
    progress.Show("importing", done, total);
  }));
  return loaded;
}

Result<Json> BenchImport(const CommonOptions& common, const BenchCommandOptions& options) {
  KEDANG_ASSIGN(const Loaded loaded, Load(common, options));
  const ImportCounts& counts = loaded.answer.counts;
  KEDANG_ASSIGN(const std::uint64_t bytes, FileSize(loaded.instance->directory() + "/kedang.db"));
  return Json{{"rows", counts.read},
              {"created", counts.created},
              {"rejected", counts.rejected},
              {"seconds", loaded.answer.seconds},
              {"rows_per_s", static_cast<std::uint64_t>(static_cast<double>(counts.read) / loaded.answer.seconds)},
              {"database_bytes", bytes},
              {"peak_bytes", PeakMemoryBytes()}};
}

Result<Json> BenchSync(const CommonOptions& common, const BenchCommandOptions& options) {
  KEDANG_ASSIGN(const Loaded loaded, Load(common, options));
  KEDANG_ASSIGN(const Instance::Reader reader, loaded.instance->Read());
  std::vector<Bytes> segments;
  SegmentWriter writer;
  std::uint64_t rows = 0;
  const auto build_start = std::chrono::steady_clock::now();
  for (const Schema& schema : loaded.instance->schemas().schemas) {
    KEDANG_RETURN_IF_ERROR(reader->Scan(schema.id, [&](const Record& record) {
      ++rows;
      writer.Add(record);
      if (writer.size_bytes() >= kSegmentBytes) segments.push_back(writer.Finish());
      return true;
    }));
  }
  if (writer.count() > 0) segments.push_back(writer.Finish());
  const double build_seconds = Since(build_start);

  std::size_t raw_bytes = 0;
  std::size_t wire_bytes = 0;
  const auto compress_start = std::chrono::steady_clock::now();
  for (const Bytes& segment : segments) {
    raw_bytes += segment.size();
    wire_bytes += CompressBrotli(AsText(segment), 5).size();
  }
  const double compress_seconds = Since(compress_start);

  std::uint64_t read_rows = 0;
  MemoryStore store;
  const auto read_start = std::chrono::steady_clock::now();
  for (const Bytes& segment : segments) {
    KEDANG_RETURN_IF_ERROR(ReadSegment(segment, [&](Record&& record) {
      ++read_rows;
      store.PutRow(record);
    }));
  }
  if (read_rows != rows) return Error{ErrorCode::kCorrupt, "bench sync: segments lost records"};
  const auto per_row = [rows](std::size_t bytes) {
    return rows == 0 ? 0.0 : static_cast<double>(bytes) / static_cast<double>(rows);
  };
  return Json{{"rows", rows},
              {"segments", segments.size()},
              {"raw_bytes_per_row", per_row(raw_bytes)},
              {"wire_bytes_per_row", per_row(wire_bytes)},
              {"wire_bytes", wire_bytes},
              {"build_seconds", build_seconds},
              {"compress_seconds", compress_seconds},
              {"read_seconds", Since(read_start)},
              {"store_bytes_per_row", per_row(store.memory_bytes())},
              {"peak_bytes", PeakMemoryBytes()}};
}

}  // namespace

int AnswerFigures(const CommonOptions& common, const Result<Json>& figures) {
  if (!figures.ok()) return Fail(figures.error());
  if (common.is_json) {
    PrintJson(*figures);
  } else {
    for (const auto& item : figures->items()) std::printf("%-20s %s\n", item.key().c_str(), item.value().dump().c_str());
  }
  return kDone;
}

int RunBenchImport(const CommonOptions& common, const BenchCommandOptions& options) {
  return AnswerFigures(common, BenchImport(common, options));
}
int RunBenchSync(const CommonOptions& common, const BenchCommandOptions& options) {
  return AnswerFigures(common, BenchSync(common, options));
}

}  // namespace kedang
