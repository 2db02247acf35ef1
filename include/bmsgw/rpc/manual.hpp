#pragma once

#include <string>

namespace bmsgw::rpc {

/// Every built-in method with its parameters, what it needs, an example call and its answer, as Markdown: the
/// second half of docs/commands.md. Made from the table that dispatches. Thread: any.
[[nodiscard]] std::string format_manual();

}  // namespace bmsgw::rpc
