// Who may do what on a G1 unit. Passwords are neither told nor kept.
// G1 Control Unit Serial Protocol 2.1.0, PW1 and PW2, p. 26.
#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "g1_asks.hpp"
#include "g1_checked_write.hpp"
#include "g1_methods.hpp"
#include "simple_tasks.hpp"

namespace bmsgw::rpc {
namespace {

using nlohmann::json;

/// A comma would end it, and "?" alone would be a question.
bool is_password(const std::string& text) {
  const auto is_fine = [](char c) { return c >= ' ' && c <= '~' && c != ','; };
  return text != "?" && std::ranges::all_of(text, is_fine);
}

json bad_password() {
  return refusal("bad_params",
                 R"("password" may have letters, digits and signs of ASCII, but no comma, and not be "?")");
}

std::optional<double> level_in(const core::Reply& reply) {
  const ReplyLine line(reply);
  const auto level = codec::g1::decode_access(line.sentence());
  return level ? std::optional<double>(*level) : std::nullopt;
}

Begun change_level(const MethodCall& call, const std::string& password, CheckedWriteTask::Fault fault) {
  const auto* const shown = password.empty() ? "PW1," : "PW1,***";
  return std::make_unique<CheckedWriteTask>(
      CheckedWriteTask::Plan{g1_read(call.device, "PW1"),
                             g1_write(call.device, "PW1", password, G1Answer::one),
                             shown,
                             level_in,
                             std::move(fault),
                             {},
                             true,
                             "device_refused"});
}

Begun log_in(const MethodCall& call) {
  const auto password = call.params.at("password").get<std::string>();
  if (!is_password(password)) return bad_password();
  return change_level(call, password, [](double before, double after) {
    return after > before ? "" : fmt::format("wrong password: the unit is at access level {}", after);
  });
}

Begun log_out(const MethodCall& call) {
  return change_level(call, "", [](double before, double after) {
    return after < before || after == 0 ? "" : fmt::format("the unit stays at access level {}", after);
  });
}

/// Tells whether the unit set it.
class SetPasswordTask final : public Task {
 public:
  SetPasswordTask(const std::string& device, const std::string& password)
      : write_(g1_write(device, "PW2", password, G1Answer::one)),
        what_(password.empty() ? "PW2," : "PW2,***") {}

  [[nodiscard]] Step start(core::Stamp /*now*/) override { return write_; }
  [[nodiscard]] Step on_reply(const core::Reply& reply, core::Stamp /*now*/) override {
    if (reply.outcome != core::Outcome::ok) return refusal(reply);
    const ReplyLine line(reply);
    const auto is_set = codec::g1::decode_password_result(line.sentence());
    if (!is_set) return unreadable(line, is_set.error());
    if (*is_set) return Answer{{"ok", true}};
    return refusal("device_refused",
                   "the unit has not set it; one must be logged in at the level whose password it is");
  }
  [[nodiscard]] Intent intent() const override { return {what_, {}, {}, {write_}}; }

 private:
  Ask write_;
  std::string what_;
};

Begun set_password(const MethodCall& call) {
  constexpr std::size_t kShortest = 4;
  const auto password = call.params.at("password").get<std::string>();
  if (!is_password(password)) return bad_password();
  if (!password.empty() && password.size() < kShortest)
    return refusal("bad_params", R"("password" must have 4 to 8 characters, or none, which clears it)");
  return std::make_unique<SetPasswordTask>(call.device, password);
}

constexpr std::array<ParamSpec, 1> kPassword{
    {{"password", ParamSpec::Kind::text, true, "of the next access level, 1-8 characters", 1, 8, true}}};
constexpr std::array<ParamSpec, 1> kNewPassword{
    {{"password", ParamSpec::Kind::text, true, "4-8 characters; empty: no password any more", 0, 8, true}}};

constexpr std::array<TaskMethod, 3> kMethods{{
    {{"g1.logIn", "g1", "logs in to the next access level", Effect::writes, kPassword, true, "PW1",
      R"({"bus":"serial0","password":"mypass12"})", R"({"ok":true,"before":0,"after":1})"},
     log_in},
    {{"g1.logOut",
      "g1",
      "leaves the access level",
      Effect::writes,
      {},
      true,
      "PW1",
      R"({"bus":"serial0"})",
      R"({"ok":true,"before":1,"after":0})"},
     log_out},
    {{"g1.setPassword", "g1", "sets or clears the password of the access level that one is logged in to",
      Effect::writes, kNewPassword, true, "PW2", R"({"bus":"serial0","password":"mypass12"})",
      R"({"ok":true})"},
     set_password},
}};

}  // namespace

MethodList g1_access_methods() {
  return kMethods;
}

}  // namespace bmsgw::rpc
