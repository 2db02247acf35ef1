#include "task.hpp"

namespace bmsgw::rpc {

Task::Step Task::on_wait_over(core::Stamp /*now*/) {
  return refusal("failed", "it has waited for nothing");
}

nlohmann::json refusal(std::string_view code, const std::string& reason) {
  return {{"ok", false}, {"code", code}, {"reason", reason}};
}

nlohmann::json refusal(const Refusal& refusal) {
  return rpc::refusal(refusal.code, refusal.reason);
}

nlohmann::json refusal(const core::Reply& reply) {
  return refusal(core::to_string(reply.outcome), reply.reason);
}

}  // namespace bmsgw::rpc
