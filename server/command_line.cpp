#include "server/command_line.h"

#include <CLI/CLI.hpp>

#include "server/command_backup.h"
#include "server/command_bench.h"
#include "server/command_check.h"
#include "server/command_csv.h"
#include "server/command_dedupe.h"
#include "server/command_export.h"
#include "server/command_import.h"
#include "server/command_match.h"
#include "server/command_pinyin.h"
#include "server/command_quality.h"
#include "server/command_schema.h"
#include "server/command_search.h"
#include "server/command_serve.h"
#include "server/command_simulate.h"
#include "server/command_user.h"
#include "server/command_xlsx.h"
#include "shared/field/check_text.h"
#include "shared/sync/messages.h"

namespace kedang {
namespace {

std::string TypeNames() {
  std::string names;
  for (const std::string_view name : CheckTypes()) names.append(names.empty() ? "" : " ").append(name);
  return names;
}

// Every option of every command lives here until the chosen command runs.
class CommandLine {
 public:
  CommandLine() : app_("Kedang (客档): customer records, shared and offline") {
    app_.name("kedang");
    app_.set_version_flag("--version", "kedang " KEDANG_VERSION);
    app_.require_subcommand(1);
    AddServe();
    AddImport();
    AddDedupe();
    AddQuality();
    AddExport();
    AddSearch();
    AddCheck();
    AddSchema();
    AddExpr();
    AddPinyin();
    AddCsv();
    AddXlsx();
    AddMatch();
    AddUser();
    AddSimulate();
    AddBackup();
    AddBench();
  }

  int Run(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      // Help and version end with 0; everything else is wrong usage.
      return app_.exit(error) == 0 ? kDone : kWrongUsage;
    }
    return run_ ? run_() : kWrongUsage;
  }

 private:
  CLI::App* Add(CLI::App& parent, const char* name, const char* about, const char* example, std::function<int()> run) {
    CLI::App* command = parent.add_subcommand(name, about);
    command->footer(std::string("Example:\n  ") + example);
    command->add_option("--data", common_.data_directory, "Data directory, made on first use")->capture_default_str();
    command->add_flag("--json", common_.is_json, "Machine-readable answer on standard output");
    command->add_flag("--quiet", common_.is_quiet, "No progress");
    command->callback([this, run = std::move(run)] { run_ = run; });
    return command;
  }

  void AddServe() {
    CLI::App* command = Add(app_, "serve", "Serves the client and everybody's records",
                            "kedang serve --port 8080 --demo", [this] { return RunServe(common_, serve_); });
    command->add_option("--host", serve_.host, "Address to listen on")->capture_default_str();
    command->add_option("--port", serve_.port, "Port; 0 takes a free one")->capture_default_str();
    command->add_option("--allowed-host", serve_.allowed_hosts, "Another name this server is reached by");
    command->add_option("--tls-cert", serve_.tls_certificate, "Certificate chain (PEM)");
    command->add_option("--tls-key", serve_.tls_key, "Private key (PEM)");
    command->add_flag("--allow-plain-http", serve_.allow_plain_http,
                      "Serve beyond this machine without encryption (behind a proxy that encrypts)");
    command->add_option("--max-connections-per-address", serve_.max_connections_per_address, "Open connections of one address")
        ->capture_default_str()->check(CLI::Range(1, 4096));
    command->add_option("--max-requests-per-address", serve_.max_requests_per_address, "Requests of one address at work at once")
        ->capture_default_str()->check(CLI::Range(1, 4096));
    command->add_option("--trusted-proxy", serve_.trusted_proxies, "Address for which these two do not count, such as a proxy's");
    command->add_flag("--demo", serve_.is_demo, "Sample data when there are no records yet");
    command->add_option("--import-folder", serve_.import_folder, "Import what is laid into DIR/PROFILE, by the import profile of that name");
    command->add_option("--import-as", serve_.import_as, "On behalf of this user (default: whoever runs the server)");
    command->add_option("--import-every", serve_.import_every, "Seconds between two looks; a file is imported when it lay still for one")
        ->capture_default_str()
        ->check(CLI::Range(1, 86'400));
    command->add_option("--quality-every", serve_.quality_every, "Seconds between two looks whether the day's quality was kept; 0: never")
        ->capture_default_str()
        ->check(CLI::Range(0, 86'400));
    command->add_option("--sign-in-link-file", serve_.sign_in_link_file, "Also write the administrator's link to this file");
  }

  void AddImport() {
    CLI::App* command =
        Add(app_, "import", "CSV, TSV or XLSX into the pool, all of it or nothing",
            "kedang import customers.csv --map '公司=name,电话=phone' --duplicates skip",
            [this] { return RunImport(common_, import_); });
    command->add_option("file", import_.file, "The file");
    import_undo_ = Add(*command, "undo", "Takes a whole import back, updates included; what others changed since stays",
                       "kedang import undo 01KAQ3V7R8", [this] { return RunImportUndo(common_, undo_); });
    import_undo_->add_option("batch", undo_.batch, "What import printed as its batch")->required();
    import_undo_->add_option("--as", undo_.as_user, "On behalf of this user");
    // The callback of the command comes after its subcommand's.
    command->callback([this] {
      if (import_undo_->parsed()) return;
      if (import_.file.empty()) throw CLI::RequiredError("file");
      run_ = [this] { return RunImport(common_, import_); };
    });
    command->add_option("--schema", import_.schema, "Kind of record")->capture_default_str();
    command->add_option("--map", import_.map, "'Header=field,…' where the headers do not say it themselves; "
                        "Header[/#1]: the first part between /, Header[1-6]: characters, A&\"-\"&B: joined, field!: as typed");
    command->add_option("--sheet", import_.sheet, "Sheet of a workbook, counted from 1 (default: the first visible one with rows)");
    command->add_option("--source", import_.source, "Where the rows come from; made when there is no source of that name");
    command->add_option("--profile", import_.profile, "Import by this profile; where there is none, keep this import's ways under the name");
    command->add_option("--mode", import_.mode, "create, update or upsert (default: the profile's, else create)");
    command->add_option("--key", import_.key, "Unique field by which update and upsert find records");
    command->add_option("--duplicates", import_.duplicates, "flag, skip, merge or trust (default: the profile's, else flag)");
    command->add_option("--report", import_.report, "Write every remark to this JSON file");
    command->add_option("--rejected", import_.rejected, "Write the rows not taken to this file (.xlsx or CSV), with reasons");
    command->add_option("--as", import_.as_user, "On behalf of this user");
    command->add_flag("--force", import_.is_forced, "Also a file that was imported in the same way before");
    command->add_flag("--dry-run", import_.is_dry_run, "Judge everything, write nothing");
  }

  void AddDedupe() {
    CLI::App* command = Add(app_, "dedupe", "Which records of the pool are the same, and why", "kedang dedupe --apply --threshold 0.999",
                            [this] { return RunDedupeCommand(common_, dedupe_); });
    command->add_option("--schema", dedupe_.schema, "Kind of record")->capture_default_str();
    command->add_flag("--apply", dedupe_.is_applied, "Merge the clusters whose least likely pair reaches the threshold (0.99 unless given)");
    command->add_option("--threshold", dedupe_.threshold, "Probability from which they count, between 0 and 1");
    command->add_option("--rules", dedupe_.rules, "'field=rule,…': kept, trusted, latest, longest, most_frequent or all");
    command->add_option("--as", dedupe_.as_user, "On behalf of this user");
  }

  void AddQuality() {
    CLI::App* command = Add(app_, "quality", "How good records are, and what to mend first", "kedang quality --by source",
                            [this] { return RunQualityCommand(common_, quality_); });
    command->add_option("--schema", quality_.schema, "Kind of record")->capture_default_str();
    const auto by = command->add_option("--by", quality_.by, "Also for each source, owner or department");
    const auto policy = command->add_option("--policy", quality_.policy, "JSON file with weights and half-lives");
    command->add_option("--first", quality_.keep, "Records told of each thing to mend")->capture_default_str();
    command->add_flag("--no-duplicates", quality_.skips_duplicates, "Do not look for likely duplicates");
    const auto as = command->add_option("--as", quality_.as_user, "As this user sees them");
    // What is kept is measured every day the same way.
    const auto keep = command->add_flag("--keep", quality_.keeps, "Measure what everybody sees and keep it as today's");
    const auto trend = command->add_flag("--trend", quality_.shows_trend, "What was kept of the last 90 days, and whose score fell");
    for (CLI::Option* const option : {keep, trend}) option->excludes(by)->excludes(policy)->excludes(as);
    keep->excludes(trend);
  }

  void AddExport() {
    CLI::App* command = Add(app_, "export", "Records as CSV, a workbook or JSON Lines", "kedang export customers.csv --query 杭州",
                            [this] { return RunExport(common_, export_); });
    command->add_option("file", export_.file, "FILE.csv, FILE.xlsx, FILE.jsonl, or - for CSV on standard output")->required();
    command->add_option("--schema", export_.schema, "Kind of record")->capture_default_str();
    command->add_option("--query", export_.query, "Only the hits of this query: 杭州 阶段:跟进中 预算:>10万");
    command->add_option("--fields", export_.fields, "Field keys separated by commas (default: all)");
    command->add_option("--as", export_.as_user, "Only what this user may see");
  }

  void AddSearch() {
    CLI::App* command = Add(app_, "search", "The client's search", "kedang search 'hangzhou 软件' --limit 5 --json",
                            [this] { return RunSearch(common_, search_); });
    command->add_option("query", search_.query, "Words and conditions: 杭州 阶段:跟进中|公海 更新:最近7天 -缺:手机")->required();
    command->add_option("--schema", search_.schema, "Kind of record (default: all)");
    command->add_option("--limit", search_.limit, "Most hits to show")->capture_default_str();
    command->add_option("--as", search_.as_user, "Only what this user may see");
  }

  void AddCheck() {
    CLI::App* command = Add(app_, "check", "One verdict for each line of standard input",
                            "echo 91330108MA27Y5DL4X | kedang check --type uscc", [this] {
                              return check_.rules.empty() ? RunCheck(common_, check_) : RunCheckRules(common_, check_);
                            });
    CLI::Option_group* what = command->add_option_group("what");
    CLI::Option* type = what->add_option("--type", check_.type, "One of: " + TypeNames());
    CLI::Option* rules =
        what->add_option("--rules", check_.rules, "Try the draft rules of this JSON file on the records of --data");
    what->require_option(1);
    command->add_option("--saves", check_.saves, "And on so many of their last saves, as they were made")
        ->needs(rules)->check(CLI::Range(0u, kMaxRecentSaves))->capture_default_str();
    command->add_option("--options", check_.options, "JSON options of the type")->needs(type);
  }

  void AddSchema() {
    CLI::App* schema = app_.add_subcommand("schema", "What records are made of: fields, stages, rules");
    schema->require_subcommand(1);
    Add(*schema, "list", "All schemas", "kedang schema list", [this] { return RunSchemaList(common_); });
    CLI::App* show = Add(*schema, "show", "One schema as JSON", "kedang schema show customer",
                         [this] { return RunSchemaShow(common_, schema_); });
    show->add_option("schema", schema_.schema, "Its key")->required();
    CLI::App* out = Add(*schema, "export", "Schemas as a package", "kedang schema export mine.json customer contact",
                        [this] { return RunSchemaExport(common_, schema_); });
    out->add_option("file", schema_.file, "The package; - for standard output")->required();
    out->add_option("schemas", schema_.schemas, "Keys (default: all)");
    const auto add = [this, schema](const char* name, const char* about, const char* example, bool has_file,
                                    int (*run)(const CommonOptions&, const SchemaCommandOptions&)) {
      CLI::App* command = Add(*schema, name, about, example, [this, run] { return run(common_, schema_); });
      if (has_file) command->add_option("file", schema_.file, "The package")->required();
      command->add_option("--as", schema_.as_user, "On behalf of this administrator");
      command->add_flag("--dry-run", schema_.is_dry_run, "Say what would change, write nothing");
      return command;
    };
    add("import", "A package joins what is here, by keys", "kedang schema import theirs.json --dry-run", true, RunSchemaImport)
        ->add_flag("--keep", schema_.keeps_ours, "Only add what is missing");
    add("update", "Adds what this version ships and the database lacks", "kedang schema update --dry-run", false, RunSchemaUpdate);
    add("publish", "An exported and edited package takes effect", "kedang schema publish mine.json", true, RunSchemaPublish);
    add("diff", "What publishing a package would change", "kedang schema diff mine.json", true, RunSchemaDiff);
    Add(*schema, "history", "Who published what", "kedang schema history", [this] { return RunSchemaHistory(common_); });
  }

  void AddExpr() {
    CLI::App* expr = app_.add_subcommand("expr", "The expression language of rules, formulas and filters");
    expr->require_subcommand(1);
    CLI::App* docs = Add(*expr, "docs", "All functions, as Markdown", "kedang expr docs --lang en",
                         [this] { return RunExprDocs(schema_); });
    docs->add_option("--lang", schema_.language, "zh or en")->capture_default_str();
    CLI::App* check = Add(*expr, "check", "Whether an expression is right for records of a schema",
                          "kedang expr check customer '金额 > 10万'", [this] { return RunExprCheck(common_, schema_); });
    check->add_option("schema", schema_.schema, "Its key")->required();
    check->add_option("expression", schema_.expression, "The expression")->required();
  }

  void AddPinyin() {
    CLI::App* command = Add(app_, "pinyin", "Readings of each line of standard input, best first",
                            "echo 重庆银行 | kedang pinyin --tones", [this] { return RunPinyin(common_, pinyin_); });
    command->add_flag("--initials", pinyin_.has_initials, "First letters only");
    command->add_flag("--tones", pinyin_.has_tones, "With tone marks");
  }

  void AddCsv() {
    CLI::App* command = Add(app_, "csv", "How a file is read: encoding, delimiter, header, rows",
                            "kedang csv customers.csv --json", [this] { return RunCsv(common_, csv_); });
    command->add_option("file", csv_.file, "The file")->required();
  }

  void AddXlsx() {
    CLI::App* command = Add(app_, "xlsx", "How a workbook is read: sheets, rows as text",
                            "kedang xlsx customers.xlsx --sheet 1 --json", [this] { return RunXlsx(common_, xlsx_); });
    command->add_option("file", xlsx_.file, "The file")->required();
    command->add_option("--sheet", xlsx_.sheet, "One sheet only, counted from 1");
  }

  void AddMatch() {
    CLI::App* command = Add(app_, "match", "Records of a CSV file that are the same, or links between two files",
                            "kedang match customers.csv --id 编号 --out pairs.csv", [this] { return RunMatchCommand(common_, match_); });
    command->add_option("file", match_.file, "The file; its first row names the columns")->required();
    command->add_option("other", match_.other_file, "Link the first file's rows to this file's");
    command->add_option("--id", match_.id_column, "Column that names a row (default: found by name, else rows count from 1)");
    command->add_option("--ignore", match_.ignored, "Columns not to look at, separated by commas")->delimiter(',');
    command->add_option("--config", match_.config, "JSON of fields, kinds, threshold, m and u, as --save-config writes it");
    command->add_option("--save-config", match_.save_config, "Write what was found out about the columns to this JSON file");
    command->add_option("--threshold", match_.threshold, "Probability from which two are called the same (default: 0.5)");
    command->add_option("--out", match_.out, "CSV of id_a,id_b,probability,weight; - for standard output")->capture_default_str();
    command->add_flag("--explain", match_.is_explained, "One more column: each field's level and bits");
  }

  void AddUser() {
    CLI::App* user = app_.add_subcommand("user", "The people of this instance");
    user->require_subcommand(1);
    CLI::App* add = Add(*user, "add", "Adds somebody; the password is the first line of standard input",
                        "kedang user add lin.yue --display 林悦 --role member < password.txt",
                        [this] { return RunUserAdd(common_, user_); });
    add->add_option("name", user_.name, "Name to sign in with")->required();
    add->add_option("--display", user_.display, "Name that others see");
    add->add_option("--role", user_.role, "administrator, member or viewer")->capture_default_str();
    add->add_option("--offline", user_.offline, "What browsers may keep: off, encrypted or plain")->capture_default_str();
    add->add_option("--cap", user_.row_cap, "Most records of others that a device holds; 0: all; 50000 with encrypted data");
    CLI::App* password = Add(*user, "passwd", "A new password, from standard input; ends all sessions of the user",
                             "kedang user passwd lin.yue", [this] { return RunUserPassword(common_, user_); });
    password->add_option("name", user_.name, "Name to sign in with")->required();
    CLI::App* team = Add(*user, "team", "Which department somebody belongs to; without one: none any more",
                         "kedang user team lin.yue 销售一部", [this] { return RunUserTeam(common_, user_); });
    team->add_option("name", user_.name, "Name to sign in with")->required();
    team->add_option("department", user_.department, "Name of a record of the template department");
    CLI::App* cap = Add(*user, "cap", "How many records of others a device of theirs holds: those that changed last; 0: all",
                        "kedang user cap lin.yue 5000", [this] { return RunUserCap(common_, user_); });
    cap->add_option("name", user_.name, "Name to sign in with")->required();
    cap->add_option("records", user_.row_cap, "Most of them; 0: no cap")->required();
    CLI::App* offline = Add(*user, "offline", "What the browsers of somebody may keep: off, encrypted or plain",
                            "kedang user offline lin.yue encrypted --days 3", [this] { return RunUserOffline(common_, user_); });
    offline->add_option("name", user_.name, "Name to sign in with")->required();
    offline->add_option("mode", user_.offline, "off, encrypted or plain")->required();
    offline->add_option("--days", user_.offline_days, "How long the offline PIN opens without the server, 1 to 7")
        ->capture_default_str();
    offline->add_option("--cap", user_.row_cap, "Most records of others that a device holds; 0: all; 50000 with encrypted data unless there is a cap");
    CLI::App* wipe = Add(*user, "wipe", "Deletes what the browsers of somebody keep; unsent edits stay for their owner",
                         "kedang user wipe lin.yue", [this] { return RunUserWipe(common_, user_); });
    wipe->add_option("name", user_.name, "Name to sign in with")->required();
    wipe->add_option("--device", user_.device, "Only this one (see: kedang user list --devices)");
    CLI::App* disable = Add(*user, "disable", "Nobody signs in by this name any more; wipes the browsers",
                            "kedang user disable lin.yue", [this] { return RunUserActive(common_, user_, false); });
    disable->add_option("name", user_.name, "Name to sign in with")->required();
    CLI::App* enable = Add(*user, "enable", "Takes a disable back", "kedang user enable lin.yue",
                           [this] { return RunUserActive(common_, user_, true); });
    enable->add_option("name", user_.name, "Name to sign in with")->required();
    CLI::App* list = Add(*user, "list", "Everybody, with role and what browsers may keep", "kedang user list --json",
                         [this] { return RunUserList(common_, user_); });
    list->add_flag("--devices", user_.is_listing_devices, "Also the browsers they signed in with");
  }

  void AddSimulate() {
    CLI::App* command = Add(app_, "simulate", "Everything that can go wrong between browsers and server, by seeds",
                            "kedang simulate --seeds 10000", [this] { return RunSimulate(common_, simulate_); });
    command->add_option("--seeds", simulate_.seeds, "How many; with --mutants at most for each")->capture_default_str();
    command->add_option("--from", simulate_.from, "The first one")->capture_default_str();
    CLI::Option* mutant = command->add_option("--mutant", simulate_.mutant, "Plant this fault: it must be found");
    command->add_flag("--mutants", simulate_.has_mutants, "Plant every fault, one after the other")->excludes(mutant);
    command->add_flag("--trace", simulate_.has_trace, "Tell what happens in every run, on standard error");
  }

  void AddBackup() {
    const auto add_key = [this](CLI::App* command) {
      command->add_option("--key-file", backup_.key_file, "The backup key (default: KEDANG_BACKUP_KEY, else ~/.config/kedang/backup.key)");
    };
    CLI::App* backup = Add(app_, "backup", "Everything as one sealed file, beside a running server",
                           "kedang backup customers-2026-11-22.kedang", [this] { return RunBackup(common_, backup_); });
    backup->add_option("file", backup_.file, "The file to write")->required();
    add_key(backup);
    CLI::Option* to = backup->add_option("--to", backup_.recipient, "Seal for this public key (kdgpub-…); its secret half stays elsewhere");
    backup->add_flag("--passphrase", backup_.has_passphrase, "Seal with a passphrase: the first line of standard input")->excludes(to);
    CLI::App* restore = Add(app_, "restore", "A backup becomes the instance of a data directory",
                            "kedang restore customers-2026-11-22.kedang --data ./kedang-data --replace",
                            [this] { return RunRestore(common_, backup_); });
    restore->add_option("file", backup_.file, "The backup; for one with a passphrase, that is the first line of standard input")->required();
    add_key(restore);
    restore->add_flag("--replace", backup_.is_replacing, "Where an instance is already: keep it beside under another name");
    CLI::App* verify = Add(app_, "verify", "Whether an instance, or a backup, is whole",
                           "kedang verify customers-2026-11-22.kedang", [this] { return RunVerify(common_, backup_); });
    verify->add_option("file", backup_.file, "A backup (default: the instance of --data)");
    add_key(verify);
  }

  void AddBench() {
    CLI::App* bench = app_.add_subcommand("bench", "The figures of README's performance table");
    bench->require_subcommand(1);
    const auto add = [this, bench](const char* name, const char* about, const char* example,
                                   int (*run)(const CommonOptions&, const BenchCommandOptions&)) {
      CLI::App* command = Add(*bench, name, about, example, [this, run] { return run(common_, bench_); });
      command->add_option("--rows", bench_.rows, "Rows to make up")->capture_default_str();
      command->add_option("--seed", bench_.seed, "What the rows depend on")->capture_default_str();
      command->add_option("--file", bench_.file, "This CSV file instead of made-up rows");
      if (std::string_view(name) == "search") {
        command->add_option("--queries", bench_.queries, "Lines of kind, TAB, query")->capture_default_str();
      }
    };
    add("check", "Whole records judged a second", "kedang bench check --json", RunBenchCheck);
    add("expr", "Evaluations of expressions a second", "kedang bench expr --json", RunBenchExpressions);
    add("import", "File to durable commit", "kedang bench import --rows 300000 --json", RunBenchImport);
    add("match", "Duplicates of a whole pool, and of one record while typing", "kedang bench match --rows 1000000 --json", RunBenchMatch);
    add("search", "Queries over everything", "kedang bench search --rows 100000 --json", RunBenchSearch);
    add("serve", "Waiting, pushing and dripping clients by the thousand", "kedang bench serve --rows 10000 --json", RunBenchServe);
    add("sync", "What a first load and pushes cost", "kedang bench sync --rows 300000 --json", RunBenchSync);
  }

  CLI::App app_;
  CommonOptions common_;
  ServeOptions serve_;
  DedupeCommandOptions dedupe_;
  QualityCommandOptions quality_;
  ImportCommandOptions import_;
  CLI::App* import_undo_ = nullptr;
  UndoCommandOptions undo_;
  ExportCommandOptions export_;
  SchemaCommandOptions schema_;
  SearchCommandOptions search_;
  CheckCommandOptions check_;
  PinyinCommandOptions pinyin_;
  CsvCommandOptions csv_;
  XlsxCommandOptions xlsx_;
  MatchCommandOptions match_;
  UserCommandOptions user_;
  SimulateCommandOptions simulate_;
  BackupCommandOptions backup_;
  BenchCommandOptions bench_;
  std::function<int()> run_;
};

}  // namespace

int RunCommandLine(int argc, char** argv) { return CommandLine().Run(argc, argv); }

}  // namespace kedang
