// Paths as front ends write them: names with '/' between, relative to a folder that was named.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pggit::frontend::shared {

// "a" and "b/c" give "a/b/c"; an empty part or "." adds nothing.
std::string joined(const std::string& folder, std::string_view below);

// Without "./", "//" and a slash at the end.
std::string tidy(std::string_view path);

// "a/../b" gives "b"; nothing where the path leads out of where it begins.
std::optional<std::string> without_dots(std::string_view path);

// The last name of the path.
std::string_view name_of(std::string_view path);

// All but the last name; empty where there is one only.
std::string_view folder_of(std::string_view path);

// The folder that holds this one: "a/b" gives "a", "a" gives ".", "." gives "..", ".." gives "../..".
// Empty: "/" is reached.
std::string parent_of(std::string_view folder);

// Whether one of its folders is hidden, holds what a build made, or other people's code: copies of
// migrations lie there.
bool is_skipped(std::string_view path);

// "3 files", "1 file".
std::string counted(std::size_t count, std::string_view what);

}  // namespace pggit::frontend::shared
