#include "pipeline/proof_cache.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>

namespace pggit::pipeline {
namespace {

namespace fs = std::filesystem;

class ProofCacheTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "pggit-proofs-" + std::to_string(getpid());
    fs::remove_all(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  static KeptProofs proofs_of(const std::string& first, const std::string& last) {
    KeptProofs proofs;
    proofs.steps.resize(2);
    proofs.steps[0].key = base::sha256(first);
    proofs.steps[1].key = base::sha256(last);
    return proofs;
  }

  std::vector<fs::path> files() const {
    std::vector<fs::path> out;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_))
      out.push_back(entry.path());
    return out;
  }

  std::optional<base::Hash> put_data(const ProofCache& cache, const std::string& bytes) const {
    const int fd = cache.make_data();
    EXPECT_EQ(write(fd, bytes.data(), bytes.size()), ssize_t(bytes.size()));
    const auto archive = cache.put_data(fd);
    close(fd);
    return archive;
  }

  std::string folder_;
};

TEST_F(ProofCacheTest, FindsWhatBeginsWithTheSameMigrationLastUsedFirst) {
  const ProofCache cache(folder_, 1 << 20);
  cache.put(proofs_of("a", "x"));
  cache.put(proofs_of("a", "y"));
  cache.put(proofs_of("b", "z"));
  for (const fs::path& file : files()) {
    const bool older = file.filename().string().ends_with(base::sha256("x").brief() + ".kept");
    fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(older ? 2 : 1));
  }
  const std::vector<KeptProofs> found = cache.find(base::sha256("a"));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].steps[1].key, base::sha256("y"));
  EXPECT_TRUE(cache.find(base::sha256("c")).empty());
}

TEST_F(ProofCacheTest, DoesNotReadWhatOthersMayWriteOrWhatIsALink) {
  const ProofCache cache(folder_, 1 << 20);
  cache.put(proofs_of("a", "x"));
  const fs::path file = files().at(0);
  chmod(file.c_str(), 0666);
  EXPECT_TRUE(cache.find(base::sha256("a")).empty());
  chmod(file.c_str(), 0600);
  EXPECT_EQ(cache.find(base::sha256("a")).size(), 1u);
  fs::rename(file, folder_ + "/elsewhere");
  fs::create_symlink(folder_ + "/elsewhere", file);
  EXPECT_TRUE(cache.find(base::sha256("a")).empty());
}

TEST_F(ProofCacheTest, GivesDataOnlyAsItWasWritten) {
  const ProofCache cache(folder_, 1 << 20);
  const auto archive = put_data(cache, "a data directory");
  ASSERT_TRUE(archive);
  const int fd = cache.open_data(*archive);
  EXPECT_GE(fd, 0);
  close(fd);
  std::ofstream(files().at(0), std::ios::app) << "more";
  EXPECT_EQ(cache.open_data(*archive), -1);
}

TEST_F(ProofCacheTest, LeavesNoFileWhereNothingWasWritten) {
  const ProofCache cache(folder_, 1 << 20);
  EXPECT_FALSE(put_data(cache, ""));
  EXPECT_TRUE(files().empty());
}

TEST_F(ProofCacheTest, KeepsWhatWasUsedLastAndNoMoreThanItMay) {
  const ProofCache cache(folder_, 250);
  const auto old = put_data(cache, std::string(100, 'a'));
  const auto used = put_data(cache, std::string(100, 'b'));
  ASSERT_TRUE(old && used);
  for (const fs::path& file : files())
    fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(1));
  close(cache.open_data(*used));
  put_data(cache, std::string(100, 'c'));
  EXPECT_EQ(cache.open_data(*old), -1);
  const int fd = cache.open_data(*used);
  EXPECT_GE(fd, 0);
  close(fd);
  EXPECT_FALSE(put_data(cache, std::string(300, 'd'))) << "larger than all that may be kept";
}

}  // namespace
}  // namespace pggit::pipeline
