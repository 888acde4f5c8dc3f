// For tests: a Liquibase project in memory.
#pragma once

#include "frontend/liquibase/liquibase.h"
#include "frontend/testing/sample.h"

namespace pggit::frontend::liquibase {

using Sample = testing::SampleOf<kLiquibase>;

// A changelog with one changeset, `p/log.xml::1::ann`.
inline std::string xml(const std::string& changes, const std::string& attributes = "") {
  return "<databaseChangeLog><changeSet id=\"1\" author=\"ann\"" +
         (attributes.empty() ? "" : " " + attributes) + ">" + changes +
         "</changeSet></databaseChangeLog>";
}

inline constexpr char kOne[] = "log.xml::1::ann";

}  // namespace pggit::frontend::liquibase
