// The folder .pggit of a project: where its things are.
//
//   config.toml        settings (project/config.h)
//   resolutions/X.sql  what people wrote for edge case X
//   plans/ cache/      written by pggit; cache/ may be deleted at any time
//   server/            the embedded server's data
//   lock               held while pggit works on the project (project/lock.h)
#pragma once

#include <string>
#include <string_view>

#include "base/env.h"
#include "base/error.h"

namespace pggit::project {

class Home {
 public:
  // `folder`: the folder .pggit itself.
  explicit Home(std::string folder) : folder_(std::move(folder)) {}

  const std::string& folder() const { return folder_; }
  std::string config() const { return folder_ + "/config.toml"; }
  std::string resolutions() const { return folder_ + "/resolutions"; }
  std::string plans() const { return folder_ + "/plans"; }
  std::string cache() const { return folder_ + "/cache"; }
  std::string server() const { return folder_ + "/server"; }
  std::string lock() const { return folder_ + "/lock"; }
  // resolutions/<id>.sql. Errors: Usage, for an id that is no plain name (letters, digits, - _ .).
  base::Result<std::string> resolution(std::string_view id) const;

 private:
  std::string folder_;
};

// The .pggit in `start` or the nearest folder above it; where there is none, the one that would be made in
// `start`. Nothing is made here.
Home find_home(const base::Disk& disk, const std::string& start);

}  // namespace pggit::project
