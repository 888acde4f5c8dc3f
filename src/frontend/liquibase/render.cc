#include "frontend/liquibase/render.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"

namespace pggit::frontend::liquibase {
namespace {

#define TABLE " catalogName schemaName tableName "

const std::array kTypes = std::to_array<ChangeType>({
    {"createTable", create_table,
     TABLE " tablespace remarks ifNotExists tableType rowDependencies "},
    {"dropTable", drop_table, TABLE " cascadeConstraints "},
    {"renameTable", rename_table, " catalogName schemaName oldTableName newTableName "},
    {"setTableRemarks", set_table_remarks, TABLE " remarks "},
    {"addColumn", add_column, TABLE},
    {"dropColumn", drop_column, TABLE " columnName "},
    {"renameColumn", rename_column, TABLE " oldColumnName newColumnName columnDataType remarks "},
    {"modifyDataType", modify_data_type, TABLE " columnName newDataType "},
    {"mergeColumns", merge_columns,
     TABLE " column1Name joinString column2Name finalColumnName finalColumnType "},
    {"setColumnRemarks", set_column_remarks,
     TABLE " columnName remarks columnDataType columnParentType "},
    {"addDefaultValue", add_default_value,
     TABLE " columnName columnDataType defaultValue defaultValueNumeric defaultValueBoolean "
           "defaultValueDate defaultValueComputed defaultValueSequenceNext "
           "defaultValueConstraintName "},
    {"dropDefaultValue", drop_default_value, TABLE " columnName columnDataType "},
    {"addNotNullConstraint", add_not_null,
     TABLE " columnName columnDataType defaultNullValue constraintName validate "},
    {"dropNotNullConstraint", drop_not_null, TABLE " columnName columnDataType constraintName "},
    {"addAutoIncrement", add_auto_increment,
     TABLE " columnName columnDataType startWith incrementBy generationType defaultOnNull "},
    {"addLookupTable", add_lookup_table,
     " existingTableCatalogName existingTableSchemaName existingTableName existingColumnName "
     "newTableCatalogName newTableSchemaName newTableName newColumnName newColumnDataType "
     "constraintName "},
    {"addPrimaryKey", add_primary_key,
     TABLE " columnNames constraintName tablespace clustered forIndexName forIndexCatalogName "
           "forIndexSchemaName validate "},
    {"dropPrimaryKey", drop_primary_key, TABLE " constraintName dropIndex "},
    {"addUniqueConstraint", add_unique,
     TABLE " columnNames constraintName deferrable initiallyDeferred disabled tablespace clustered "
           "forIndexName forIndexCatalogName forIndexSchemaName validate "},
    {"dropUniqueConstraint", drop_constraint, TABLE " constraintName uniqueColumns "},
    {"addForeignKeyConstraint", add_foreign_key,
     " baseTableCatalogName baseTableSchemaName baseTableName baseColumnNames constraintName "
     "referencedTableCatalogName referencedTableSchemaName referencedTableName "
     "referencedColumnNames deferrable initiallyDeferred onDelete onUpdate deleteCascade "
     "referencesUniqueColumn validate "},
    {"dropForeignKeyConstraint", drop_foreign_key,
     " baseTableCatalogName baseTableSchemaName baseTableName constraintName "},
    {"dropAllForeignKeyConstraints", drop_all_foreign_keys,
     " baseTableCatalogName baseTableSchemaName baseTableName "},
    {"createIndex", create_index, TABLE " indexName unique tablespace clustered associatedWith "},
    {"dropIndex", drop_index, TABLE " indexName associatedWith "},
    {"createSequence", create_sequence,
     " catalogName schemaName sequenceName startValue incrementBy minValue maxValue ordered cycle "
     "cacheSize dataType ifNotExists "},
    {"alterSequence", alter_sequence,
     " catalogName schemaName sequenceName incrementBy minValue maxValue ordered cycle cacheSize "
     "dataType "},
    {"renameSequence", rename_sequence, " catalogName schemaName oldSequenceName newSequenceName "},
    {"dropSequence", drop_sequence, " catalogName schemaName sequenceName "},
    {"createView", create_view,
     " catalogName schemaName viewName replaceIfExists fullDefinition remarks path encoding "
     "relativeToChangelogFile selectQuery "},
    {"dropView", drop_view, " catalogName schemaName viewName ifExists "},
    {"renameView", rename_view, " catalogName schemaName oldViewName newViewName "},
    {"createProcedure", create_procedure,
     " catalogName schemaName procedureName path encoding relativeToChangelogFile dbms "
     "procedureText procedureBody comments "},
    {"dropProcedure", drop_procedure, " catalogName schemaName procedureName "},
    {"insert", insert_rows, TABLE " dbms "},
    {"update", update_rows, TABLE " where "},
    {"delete", delete_rows, TABLE " where "},
    {"loadData", load_data,
     TABLE " file relativeToChangelogFile encoding separator quotchar commentLineStartsWith "
           "usePreparedStatements "},
    {"loadUpdateData", load_update_data,
     TABLE " file relativeToChangelogFile encoding separator quotchar commentLineStartsWith "
           "usePreparedStatements primaryKey onlyUpdate "},
    {"sql", run_sql, " dbms splitStatements stripComments endDelimiter comment sql "},
    {"sqlFile", run_sql_file,
     " dbms splitStatements stripComments endDelimiter path relativeToChangelogFile encoding "
     "doExpandExpressionsInGenericChangeLogs "},
    {"empty", nothing, ""},
    {"output", nothing, " message target "},
    {"tagDatabase", nothing, " tag keepTagOnRollback "},
});

#undef TABLE

bool has_word(std::string_view words, std::string_view word) {
  return words.find(" " + std::string(word) + " ") != words.npos;
}

// Only in the edition that is paid for.
constexpr std::string_view kPaid =
    " createFunction dropFunction createTrigger dropTrigger enableTrigger disableTrigger "
    "renameTrigger "
    "createPackage dropPackage createPackageBody dropPackageBody addCheckConstraint "
    "dropCheckConstraint enableCheckConstraint disableCheckConstraint dropSynonym createSynonym "
    "markUnused ";

}  // namespace

const ChangeType* change_type(std::string_view name) {
  static const auto by_name = [] {
    std::map<std::string_view, const ChangeType*> all;
    for (const ChangeType& type : kTypes) all[type.name] = &type;
    return all;
  }();
  const auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : found->second;
}

std::string why_no_sql(const Element& change) {
  const std::string& name = change.name;
  if (change_type(name)) return "";
  if (name == "customChange")
    return "`" + text_of(change, "class") + "` is a Java class, which pggit never runs";
  if (name == "executeCommand")
    return "it runs `" + text_of(change, "executable") + "` on the machine, which pggit never does";
  if (name == "stop") return "Liquibase stops here with an error: " + text_of(change, "message");
  if (has_word(kPaid, name))
    return "`" + name +
           "` belongs to the edition of Liquibase that is paid for, and pggit does not read it";
  return "`" + name + "` is no change type that pggit knows";
}

void Rendering::add(std::string sql) {
  pieces.emplace_back(ir::Sql{std::move(sql), set.file, {{0, change.at, false}}});
}

void Rendering::add_hole(std::string what, std::string why) {
  pieces.emplace_back(ir::Hole{std::move(what), std::move(why), set.file});
}

void Rendering::report(base::Severity severity, std::string message) const {
  project.diagnostics->report(severity, "liquibase-change", {set.file, change.at, change.at},
                              change.name + ": " + std::move(message));
}

void render_change(Rendering& r) {
  const ChangeType* type = change_type(r.change.name);
  if (!type) return r.add_hole(r.change.name, why_no_sql(r.change));
  for (const syntax::Attribute& attribute : r.change.attributes) {
    if (has_word(type->attributes, attribute.name)) continue;
    r.report(base::Severity::Warning,
             "`" + attribute.name + "` is not read; take it out if it means nothing here");
  }
  type->render(r);
}

void nothing(Rendering&) {}

}  // namespace pggit::frontend::liquibase
