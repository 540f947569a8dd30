#include "server/bench_world.h"

#include <stdlib.h>

#include <filesystem>

#include "server/file.h"
#include "server/sample_company.h"
#include "shared/intake/csv_writer.h"

namespace kedang {
namespace {

constexpr std::size_t kPieceBytes = 1u << 20;

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
    if (text.size() < kPieceBytes) continue;
    KEDANG_RETURN_IF_ERROR(file.Write(text));
    text.clear();
  }
  KEDANG_RETURN_IF_ERROR(file.Write(text));
  return file.Close();
}

}  // namespace

Result<std::unique_ptr<ScratchDirectory>> ScratchDirectory::Make() {
  std::error_code error;
  std::string pattern = (std::filesystem::temp_directory_path(error) / "kedang-bench-XXXXXX").string();
  if (error || mkdtemp(pattern.data()) == nullptr) {
    return Error{ErrorCode::kResourceExhausted, "cannot make a temporary directory; set TMPDIR"};
  }
  return std::unique_ptr<ScratchDirectory>(new ScratchDirectory(pattern));
}

ScratchDirectory::~ScratchDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Result<BenchWorld> MakeBenchWorld(const CommonOptions& common, const BenchCommandOptions& options) {
  BenchWorld loaded;
  KEDANG_ASSIGN(loaded.directory, ScratchDirectory::Make());
  std::string file = options.file;
  if (file.empty()) {
    file = loaded.directory->path() + "/sample.csv";
    KEDANG_RETURN_IF_ERROR(WriteSampleCsv(file, options));
  }
  KEDANG_ASSIGN(loaded.instance, Instance::Open(loaded.data(), EmbeddedContent()));
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

}  // namespace kedang
