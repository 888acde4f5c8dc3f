// XML as a tree. Nothing outside of the text is ever fetched, and no entity of the document's own is expanded.
#pragma once

#include <optional>
#include <string_view>

#include "base/diagnostics.h"
#include "syntax/element.h"

namespace pggit::syntax {

// The root, names without their prefix. Text that is no XML, a document type with entities and elements nested too
// deep are reported at their place and give nothing.
std::optional<Element> read_xml(std::string_view text, base::FileId file,
                                base::Diagnostics& diagnostics);

// What the first line says: `<?xml version="1.0" encoding="ISO-8859-1"?>`; empty where it says nothing.
std::string_view xml_encoding(std::string_view bytes);

}  // namespace pggit::syntax
