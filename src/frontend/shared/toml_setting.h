// One setting of a TOML file beside the migrations.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ir/front_end.h"

namespace pggit::frontend::shared {

struct TomlSetting {
  std::vector<std::string> values;  // one; several for a list
  base::Span span;
};

// Its first value; empty where there is none.
std::string first_value(const std::optional<TomlSetting>& setting);

// A TOML file as its tool reads it; a file that is not there has no settings. What is no TOML is reported.
class TomlFile {
 public:
  // `shown`: as people know it. Errors (Input): the file is there and cannot be read.
  static base::Result<TomlFile> read(const ir::Project& project, const std::string& path,
                                     const std::string& shown);

  bool is_there() const { return is_there_; }
  bool is_toml() const { return is_toml_; }
  std::optional<TomlSetting> find(const std::vector<std::string>& path) const;

 private:
  bool is_there_ = false;
  bool is_toml_ = true;
  std::vector<std::pair<std::vector<std::string>, TomlSetting>> settings_;
};

}  // namespace pggit::frontend::shared
