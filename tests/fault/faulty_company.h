// FaultyCompany: the real server's store, writer and sync handlers on a FaultyVfs, several replicas that push to them at
// random, and the memory of everything that was ever acknowledged or seen. Check says what of it is no longer so.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "server/instance.h"
#include "shared/sync/server.h"
#include "tests/support/faulty_vfs.h"
#include "tests/support/random.h"

namespace kedang {

class FaultyCompany {
 public:
  struct Options {
    std::string settings;      // PRAGMAs on the writing connection, for tests of the test
    int checkpoint_pages = 1000;
  };

  explicit FaultyCompany(std::uint64_t seed);
  ~FaultyCompany();

  // All chance from here on follows from the seed.
  void Reseed(std::uint64_t seed);
  // A company of which nothing is known yet, on a disk as the first start of a server leaves it.
  void StartAnew();
  // Opens what is on the disk. With `has_thread` works go through a Writer, otherwise straight through CommitTogether.
  Status Open(const Options& options, bool has_thread);
  void Close();

  // One to four replicas push what they have not been told of, together where there is no thread. Some works among them
  // fail. The first error of the store.
  Status PushSome();
  // A push by one replica; the work of PushSome without the chance.
  Status PushOne();
  // One replica pulls, on a reading connection.
  Status Pull();

  // Everything that is wrong with what is on the disk; empty when all is as it was promised.
  std::string Check();
  // Digest of all tables.
  std::string Digest();

  FaultyVfs& vfs() { return vfs_; }
  SeededRandom& random() { return random_; }
  std::uint64_t acknowledged() const { return acknowledged_; }
  const SchemaSet& schemas() const { return schemas_; }

  static Content MakeContent();
  // The data directory. Only its database is on the faulty disk.
  static const std::string& Path();
  // A file with that many companies to import; gives its name.
  static std::string WriteCsv(int rows);

 private:
  struct Known {  // an acknowledged mutation
    Mutation mutation;
    MutationResult result;
  };
  struct Replica {
    Id id;
    Principal principal;
    MutationNumber last_made = 0;
    MutationNumber last_acknowledged = 0;
    std::vector<Group> unacknowledged;
    std::map<MutationNumber, Known> known;
    Cookie cookie;
  };

  Group MakeGroup(Replica& replica);
  Mutation MakeMutation(Replica& replica);
  PushRequest RequestOf(Replica& replica);
  void Take(Replica& replica, const PushResponse& response);
  Status PushTogether(const std::vector<Replica*>& pushers);
  std::string CheckReplica(SqliteStore& store, const Replica& replica);
  std::string CheckHistory(SqliteStore& store);

  FaultyVfs vfs_;
  SeededRandom random_;
  ManualClock clock_;
  FaultyVfs::Image new_disk_;
  SchemaSet schemas_;
  std::unique_ptr<RuleBook> rules_;
  std::unique_ptr<SyncServer> server_;
  Epoch epoch_;

  std::unique_ptr<Connection> connection_;  // with a thread it is the writer's
  std::unique_ptr<SqliteStore> store_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<Connection> reading_connection_;
  std::unique_ptr<SqliteStore> reader_;

  std::vector<Replica> replicas_;
  std::vector<Id> records_;                          // made by somebody, for all to edit
  std::map<Id, std::map<FieldId, Cell>> seen_;       // by pulls
  std::map<std::uint64_t, Id> sequences_;            // who was told which number: of which record
  std::uint64_t acknowledged_ = 0;
  std::string complaint_;                            // of answers, told by the next Check
};

}  // namespace kedang
