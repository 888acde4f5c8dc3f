// Where the files of a changelog are: Liquibase's search path, as far as a folder of sources shows it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ir/front_end.h"

namespace pggit::frontend::liquibase {

enum class Format { Xml, Yaml, Sql, None };
Format format_of(std::string_view path);

// A file of the project.
struct Place {
  std::string path;     // for the disk
  std::string shown;    // for people: relative to the folder that was named
  std::string logical;  // as DATABASECHANGELOG knows it
};

class Files {
 public:
  // Of the folder that was named. Errors (Input): it cannot be read.
  static base::Result<Files> of(const ir::Project& project);

  const std::vector<std::string>& all() const { return names_; }  // relative, sorted
  const std::string& folder() const { return folder_; }
  Place place(const std::string& name) const;

  // The file that a changelog names, "classpath:db/1.xml"; relative to the file `from` where `relative`. Empty: there is
  // none. Never one outside of the folder.
  std::string find(std::string_view named, const std::string& from, bool relative) const;
  // The folder, with its slash; empty: no file is in it.
  std::string find_folder(std::string_view named, const std::string& from, bool relative) const;
  // Every file below a folder that find_folder() gave, sorted as Liquibase does.
  std::vector<std::string> below(const std::string& folder) const;

 private:
  std::vector<std::string> candidates(std::string_view named, const std::string& from,
                                      bool relative) const;
  bool has(const std::string& name) const;
  bool has_below(const std::string& folder) const;

  std::string folder_;
  std::vector<std::string> names_;
};

// The path as Liquibase records it: without "classpath:", and what stands before the resources of a build.
std::string logical_of(std::string_view name);

}  // namespace pggit::frontend::liquibase
