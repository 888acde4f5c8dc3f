// Source files and places in them.
#pragma once

#include <cstdint>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

namespace pggit::base {

using FileId = std::uint32_t;
inline constexpr FileId kNoFile = 0;

// A byte range [begin, end) in a file; 12 bytes. A default Span points nowhere.
struct Span {
  FileId file = kNoFile;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool operator==(const Span&) const = default;
};

// Line and column of a byte, both from 1; the column counts characters (UTF-8 code points).
struct LineColumn {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

struct SourceFile {
  std::string path;  // as shown to people: relative to the folder that was named
  std::string text;  // bytes as they were read
};

// All files of a run. Ids are given in order of addition, from 1, and stay valid. May be used from several threads.
class Sources {
 public:
  FileId add(std::string path, std::string text);
  const SourceFile& file(FileId id) const;
  // Ids are 1 to count().
  FileId count() const;

  LineColumn line_column(FileId id, std::uint32_t byte) const;
  // `path:line:col`, or the empty string for a span that points nowhere.
  std::string where(Span span) const;
  std::string_view slice(Span span) const;

 private:
  struct Entry {
    SourceFile file;
    std::vector<std::uint32_t> line_starts;
  };
  const Entry& entry(FileId id) const;

  mutable std::shared_mutex mutex_;  // of the list; an entry never changes
  std::vector<std::unique_ptr<Entry>> entries_;
};

}  // namespace pggit::base
