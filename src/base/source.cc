#include "base/source.h"

#include <algorithm>
#include <mutex>

#include "base/check.h"

namespace pggit::base {
namespace {

std::vector<std::uint32_t> find_line_starts(std::string_view text) {
  std::vector<std::uint32_t> starts{0};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') starts.push_back(std::uint32_t(i + 1));
  }
  return starts;
}

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

}  // namespace

FileId Sources::add(std::string path, std::string text) {
  std::vector<std::uint32_t> starts = find_line_starts(text);
  auto entry =
      std::make_unique<Entry>(Entry{{std::move(path), std::move(text)}, std::move(starts)});
  const std::lock_guard guard(mutex_);
  entries_.push_back(std::move(entry));
  return FileId(entries_.size());
}

FileId Sources::count() const {
  const std::shared_lock guard(mutex_);
  return FileId(entries_.size());
}

const Sources::Entry& Sources::entry(FileId id) const {
  const std::shared_lock guard(mutex_);
  PGGIT_CHECK(id != kNoFile && id <= entries_.size());
  return *entries_[id - 1];
}

const SourceFile& Sources::file(FileId id) const { return entry(id).file; }

LineColumn Sources::line_column(FileId id, std::uint32_t byte) const {
  const std::string& text = file(id).text;
  const std::vector<std::uint32_t>& starts = entry(id).line_starts;
  byte = std::min<std::uint32_t>(byte, std::uint32_t(text.size()));
  const auto next = std::ranges::upper_bound(starts, byte);
  const std::uint32_t line = std::uint32_t(next - starts.begin());
  const std::uint32_t start = starts[line - 1];
  const auto characters =
      std::count_if(text.begin() + start, text.begin() + byte, starts_character);
  return {line, std::uint32_t(characters) + 1};
}

std::string Sources::where(Span span) const {
  if (span.file == kNoFile) return "";
  const LineColumn at = line_column(span.file, span.begin);
  return file(span.file).path + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

std::string_view Sources::slice(Span span) const {
  if (span.file == kNoFile) return "";
  return std::string_view(file(span.file).text).substr(span.begin, span.end - span.begin);
}

}  // namespace pggit::base
