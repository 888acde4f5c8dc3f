// Whole objects: from nothing, or over the one that is there.
#include "base/text.h"
#include "sql/print.h"
#include "sql/print_parts.h"

namespace pggit::sql {
namespace {

using Statements = std::vector<std::string>;

std::string owned_by(const ir::Sequence& s) {
  if (s.owner_table.empty()) return "NONE";
  return base::qualified(s.schema, s.owner_table) + "." + base::quote_ident(s.owner_column);
}

std::string full_sequence_options(const ir::SequenceOptions& o) {
  return "AS " + o.type + " " + sequence_options(o);
}

struct CreatePrinter {
  Statements operator()(const ir::Schema& o) const {
    Statements out;
    if (o.name != "public") out.push_back("CREATE SCHEMA " + base::quote_ident(o.name));
    if (o.comment)
      out.push_back("COMMENT ON SCHEMA " + base::quote_ident(o.name) + " IS " +
                    base::quote_literal(*o.comment));
    return out;
  }
  Statements operator()(const ir::Enum& o) const {
    std::vector<std::string> labels;
    for (const std::string& label : o.labels) labels.push_back(base::quote_literal(label));
    const std::string name = base::qualified(o.schema, o.name);
    Statements out{"CREATE TYPE " + name + " AS ENUM (" + base::join(labels, ", ") + ")"};
    if (o.comment)
      out.push_back("COMMENT ON TYPE " + name + " IS " + base::quote_literal(*o.comment));
    return out;
  }
  Statements operator()(const ir::Extension& o) const {
    return {"CREATE EXTENSION " + base::quote_ident(o.name) + " SCHEMA " +
            base::quote_ident(o.in_schema)};
  }
  Statements operator()(const ir::Domain& o) const { return create_domain(o); }
  Statements operator()(const ir::MaterializedView& o) const { return create_materialized_view(o); }
  Statements operator()(const ir::Composite& o) const { return create_composite(o); }
  Statements operator()(const ir::Range& o) const { return create_range(o); }
  Statements operator()(const ir::Statistics& o) const { return create_statistics(o); }
  Statements operator()(const ir::Rule& o) const { return create_rule(o, false); }
  Statements operator()(const ir::Policy& o) const { return create_policy(o); }
  Statements operator()(const ir::DefaultGrants&) const { return {}; }
  Statements operator()(const ir::Operator& o) const { return create_operator(o); }
  Statements operator()(const ir::Cast& o) const { return create_cast(o); }
  Statements operator()(const ir::Publication& o) const { return create_publication(o); }
  Statements operator()(const ir::PublishedTable& o) const { return publish_table(o); }
  Statements operator()(const ir::PublishedSchema& o) const { return publish_schema(o); }
  Statements operator()(const ir::ForeignDataWrapper& o) const { return create_wrapper(o); }
  Statements operator()(const ir::ForeignServer& o) const { return create_server(o); }
  Statements operator()(const ir::UserMapping& o) const { return create_user_mapping(o); }
  Statements operator()(const ir::Dictionary& o) const { return create_dictionary(o); }
  Statements operator()(const ir::Configuration& o) const { return create_configuration(o); }
  Statements operator()(const ir::Collation& o) const { return create_collation(o); }
  Statements operator()(const ir::Sequence& o) const {
    const std::string name = base::qualified(o.schema, o.name);
    Statements out{std::string("CREATE ") + (o.unlogged ? "UNLOGGED " : "") + "SEQUENCE " + name +
                   " " + full_sequence_options(o.options)};
    if (!o.owner_table.empty())
      out.push_back("ALTER SEQUENCE " + name + " OWNED BY " + owned_by(o));
    if (o.comment)
      out.push_back("COMMENT ON SEQUENCE " + name + " IS " + base::quote_literal(*o.comment));
    return out;
  }
  Statements operator()(const ir::Table& o) const { return create_table(o); }
  Statements operator()(const ir::Index& o) const { return create_index(o); }
  Statements operator()(const ir::View& o) const { return create_view(o, false); }
  Statements operator()(const ir::Function& o) const { return create_function(o, false); }
  // Copies on partitions come with the trigger of the partitioned table.
  Statements operator()(const ir::Trigger& o) const {
    return o.inherited ? Statements() : create_trigger(o, false);
  }
};

// The object under the same key becomes this one; what cannot be altered in place the differ never asks for.
struct ReplacePrinter {
  Statements operator()(const ir::Table& o) const {
    return o.partition_of ? Statements{attach_partition(o)} : Statements();
  }
  Statements operator()(const ir::Extension& o) const {
    return {"ALTER EXTENSION " + base::quote_ident(o.name) + " SET SCHEMA " +
            base::quote_ident(o.in_schema)};
  }
  Statements operator()(const ir::MaterializedView& o) const {
    return {"REFRESH MATERIALIZED VIEW " + base::qualified(o.schema, o.name) +
            (o.populated ? "" : " WITH NO DATA")};
  }
  Statements operator()(const ir::Sequence& o) const {
    return {"ALTER SEQUENCE " + base::qualified(o.schema, o.name) + " " +
            full_sequence_options(o.options) + " OWNED BY " + owned_by(o)};
  }
  Statements operator()(const ir::Rule& o) const { return create_rule(o, true); }
  Statements operator()(const ir::Policy& o) const { return alter_policy(o); }
  Statements operator()(const ir::Operator& o) const { return alter_operator(o); }
  Statements operator()(const ir::ForeignDataWrapper& o) const { return alter_wrapper(o); }
  Statements operator()(const ir::ForeignServer& o) const { return alter_server(o); }
  Statements operator()(const ir::Statistics& o) const {
    return {"ALTER STATISTICS " + base::qualified(o.schema, o.name) + " SET STATISTICS " +
            std::to_string(o.target.value_or(-1))};
  }
  Statements operator()(const ir::View& o) const { return create_view(o, true); }
  Statements operator()(const ir::Function& o) const { return create_function(o, true); }
  Statements operator()(const ir::Trigger& o) const {
    return o.inherited || o.is_constraint ? Statements() : create_trigger(o, true);
  }
  Statements operator()(const ir::Index& o) const {
    const std::string name = base::qualified(o.schema, o.name);
    Statements out;
    if (!o.options.empty())
      out.push_back("ALTER INDEX " + name + " SET (" + option_list(o.options) + ")");
    if (!o.parent.empty())
      out.push_back("ALTER INDEX " + base::qualified(o.parent_schema, o.parent) +
                    " ATTACH PARTITION " + name);
    return out;
  }
  Statements operator()(const auto&) const { return {}; }
};

}  // namespace

std::vector<std::string> print_create(const ir::Object& object) {
  return std::visit(CreatePrinter{}, object);
}

std::vector<std::string> print_replace(const ir::Object& object) {
  return std::visit(ReplacePrinter{}, object);
}

}  // namespace pggit::sql
