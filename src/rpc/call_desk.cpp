// The life of a call: come in, be judged, run, be answered.
#include "bmsgw/rpc/call_desk.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "bmsgw/core/log.hpp"

#include "call_desk_state.hpp"

namespace bmsgw::rpc {

using nlohmann::json;

CallDesk::CallDesk(CallSettings settings, const GatewayView& view, MethodHost& host, CallEvents& events,
                   std::uint64_t seed)
    : state_(std::make_unique<State>(std::move(settings), view, host, events, seed)) {}
CallDesk::~CallDesk() = default;

void CallDesk::call(const CallOrigin& origin, const std::string& request, core::Stamp now) {
  state_->call(origin, request, now);
}
void CallDesk::on_reply(const core::Reply& reply, core::Stamp now) {
  state_->on_reply(reply, now);
}
void CallDesk::stop(core::Stamp now) {
  state_->stop(now);
}
core::MonoTime CallDesk::next_wake() const {
  return state_->next_wake();
}
void CallDesk::on_time(core::Stamp now) {
  state_->on_time(now);
}

CallDesk::State::State(CallSettings call_settings, const GatewayView& gateway_view, MethodHost& method_host,
                       CallEvents& call_events, std::uint64_t seed)
    : settings(std::move(call_settings)),
      view(gateway_view),
      host(method_host),
      events(call_events),
      table(settings.route_methods),
      audit(call_events),
      confirmations(seed, kConfirmLimit),
      call_bucket(settings.rate, 2.0 * settings.rate),
      write_bucket(settings.write_rate / 60.0, settings.write_rate) {}

std::vector<MethodInfo> CallDesk::State::methods() const {
  std::vector<MethodInfo> infos;
  for (const auto& method : table.all()) infos.push_back(method.info);
  return infos;
}

void CallDesk::State::call(const CallOrigin& origin, const std::string& text, core::Stamp now) {
  if (answer_repeated(origin, text, now)) return;
  OpenCall call;
  call.id = ++last_id;
  call.origin = origin;
  call.started = now.mono;
  const bool from_server = origin.kind == CallOrigin::Kind::server;
  if (from_server && !call_bucket.take(now.mono))
    return send(call, refusal("rate_limited", fmt::format("more than {} calls a second", settings.rate)),
                now);
  if (from_server) answers.begin(origin.id, origin.session, text, call.id, now.mono);
  auto request = read_request(text);
  if (auto* const wrong = std::get_if<json>(&request)) return send(call, std::move(*wrong), now);
  begin(std::move(call), std::move(std::get<Request>(request)), now);
}

bool CallDesk::State::answer_repeated(const CallOrigin& origin, const std::string& text, core::Stamp now) {
  if (origin.kind != CallOrigin::Kind::server) return false;
  auto* const entry = answers.find(origin.id, origin.session, text, now.mono);
  if (entry == nullptr) return false;
  entry->session = origin.session;
  if (entry->answer) {
    events.on_answer(origin, *entry->answer);
    return true;
  }
  const auto open = std::ranges::find(calls, entry->call, &OpenCall::id);
  if (open != calls.end()) open->origin = origin;
  return true;
}

void CallDesk::State::begin(OpenCall call, Request request, core::Stamp now) {
  call.method = table.find(request.method);
  if (call.method == nullptr) {
    const auto name = request.method.substr(0, 64);
    return send(call, refusal("unknown_method", "there is no method \"" + name + "\"" + table.hint_for(name)),
                now);
  }
  const auto& info = call.method->info;
  if (auto complaint = complaint_of_caller(call)) return refuse(call, std::move(*complaint), now);
  // A bare value stands for {"value":...}: what a knob of a dashboard sends.
  const bool is_bare = info.group == "routes" && (request.params.is_number() || request.params.is_boolean());
  if (is_bare) request.params = json{{"value", request.params}};
  const auto devices = info.takes_bus ? host.devices() : std::vector<Device>{};
  auto checked = check_params(info, request.params, devices);
  if (auto* const wrong = std::get_if<json>(&checked)) return refuse(call, std::move(*wrong), now);
  const auto& params = std::get<CheckedParams>(checked);
  call.device = params.device;
  auto begun = call.method->begin({params.params, call.device, view, host, now, info.name, this});
  if (auto* const answer = std::get_if<json>(&begun)) return refuse(call, std::move(*answer), now);
  call.task = std::move(std::get<std::unique_ptr<Task>>(begun));
  if (call.writes()) return begin_write(std::move(call), params, request.wait, now);
  admit(std::move(call), request.wait, now);
}

/// The server's may be less than that of somebody on this machine.
std::optional<json> CallDesk::State::complaint_of_caller(const OpenCall& call) const {
  const auto& info = call.method->info;
  if (call.origin.kind == CallOrigin::Kind::local || info.group != "gateway" || !call.writes())
    return std::nullopt;
  if (std::ranges::find(settings.allow, info.name) != settings.allow.end()) return std::nullopt;
  return refusal("refused", fmt::format("settings.json: commands.allow doesn't list \"{}\"", info.name));
}

void CallDesk::State::begin_write(OpenCall call, const CheckedParams& params, bool wait, core::Stamp now) {
  const auto writes = call.task->intent().writes;
  if (call.device.empty() && !writes.empty()) call.device = writes.front().device;  // of a route
  if (auto answer = judge(call, params, now)) return refuse(call, std::move(*answer), now);
  admit(std::move(call), wait, now);
}

std::optional<json> CallDesk::State::judge(const OpenCall& call, const CheckedParams& params,
                                           core::Stamp now) {
  const auto intent = call.task->intent();
  bool wants_confirmation = call.method->info.effect == Effect::destroys;
  for (const auto& ask : intent.writes) {
    const auto verdict = host.judge(ask, now);
    if (verdict.refusal) return refusal(*verdict.refusal);
    wants_confirmation = wants_confirmation || verdict.confirm;
  }
  const bool is_dry = settings.dry_run || params.dry_run;
  if (is_dry && intent.lacks) return refusal(*intent.lacks);
  if (is_dry)
    return json{{"ok", true}, {"dryRun", true}, {"would", intent.what}, {"confirm", wants_confirmation}};
  auto question = wants_confirmation ? ask_to_confirm(call, params, intent, now) : std::nullopt;
  if (question) return question;
  if (write_bucket.take(now.mono)) return std::nullopt;
  return refusal("rate_limited", fmt::format("more than {} writes a minute", settings.write_rate));
}

std::optional<json> CallDesk::State::ask_to_confirm(const OpenCall& call, const CheckedParams& params,
                                                    const Intent& intent, core::Stamp now) {
  // A hash: parameters may hold a password.
  const auto identity = std::hash<std::string>{}(
      fmt::format("{} {} {} {} {}", static_cast<int>(call.origin.kind), call.method->info.name, call.device,
                  params.params.dump(-1, ' ', false, json::error_handler_t::replace), intent.what));
  if (!params.confirm.empty() && confirmations.redeem(params.confirm, identity, now.mono))
    return std::nullopt;
  const auto token = confirmations.issue(identity, now.mono);
  auto answer = refusal(
      "confirm",
      fmt::format("{} ({}); to have it done, call it again within 60 s with \"confirm\":\"{}\"{}",
                  call.method->info.purpose, intent.what, token,
                  params.confirm.empty() ? "" : " (the one given isn't good for this, or not any more)"));
  answer["confirm"] = token;
  return answer;
}

/// It runs now, or waits for its turn.
void CallDesk::State::admit(OpenCall call, bool wait, core::Stamp now) {
  const auto waits_there = [&call](const OpenCall& other) {
    return other.writes() && other.device == call.device && !other.running;
  };
  if (calls.size() >= kMostCalls)
    return refuse(call, refusal("busy", fmt::format("{} calls are under way", kMostCalls)), now);
  const auto waiting = static_cast<std::size_t>(std::ranges::count_if(calls, waits_there));
  if (call.writes() && waiting >= kMostWaiting)
    return refuse(call, refusal("busy", fmt::format("{} writes wait for {}", waiting, call.device)), now);
  const bool from_server = call.origin.kind == CallOrigin::Kind::server;
  if (from_server) call.answer_by = now.mono + settings.answer_within;
  if (!wait) call.answer_by = now.mono;
  call.deadline = now.mono + kWaitLimit;
  const bool turn = has_turn(call);
  const auto place = calls.insert(calls.end(), std::move(call));
  if (turn) run(place, now);
}

/// One writer at a time: what it reads before and after belongs to its write.
bool CallDesk::State::has_turn(const OpenCall& call) const {
  const bool waits = call.writes() && !call.method->info.out_of_turn && !call.device.empty();
  return !waits || std::ranges::none_of(calls, [&call](const OpenCall& other) {
    return other.writes() && other.device == call.device;
  });
}

void CallDesk::State::run(Place place, core::Stamp now) {
  place->running = true;
  place->deadline = now.mono + place->task->deadline();
  if (place->writes()) {
    core::log_info("command {}: {} {} {} begins", place->id, place->method->info.name, place->device,
                   place->task->intent().what);
  }
  take_step(place, place->task->start(now), now);
}

void CallDesk::State::take_step(Place place, Task::Step step, core::Stamp now) {
  constexpr int kMostSteps = 10'000;  // of which none waits
  for (int i = 0; i < kMostSteps; ++i) {
    if (auto* const answer = std::get_if<Task::Answer>(&step)) return finish(place, std::move(*answer), now);
    if (const auto* const wait = std::get_if<Task::Wait>(&step)) {
      place->resume = now.mono + wait->time;
      return;
    }
    place->asked = ++last_id;
    const auto refused = host.submit(place->asked, std::get<Ask>(step), now);
    if (!refused) return;
    core::Reply reply;
    reply.id = std::exchange(place->asked, 0);
    reply.outcome = core::outcome_named(refused->code);
    reply.reason = refused->reason;
    step = place->task->on_reply(reply, now);
  }
  finish(place, refusal("failed", "it asks without end"), now);
}

void CallDesk::State::on_reply(const core::Reply& reply, core::Stamp now) {
  const auto place = std::ranges::find(calls, reply.id, &OpenCall::asked);
  if (reply.id == 0 || place == calls.end()) return;  // nobody waits any more
  place->asked = 0;
  take_step(place, place->task->on_reply(reply, now), now);
}

void CallDesk::State::end_waits(core::Stamp now) {
  const auto is_over = [now](const OpenCall& call) { return now.mono >= call.resume; };
  for (std::size_t i = 0; i < kMostCalls; ++i) {
    const auto place = std::ranges::find_if(calls, is_over);
    if (place == calls.end()) return;
    place->resume = core::kNever;
    take_step(place, place->task->on_wait_over(now), now);
  }
}

void CallDesk::State::finish(Place place, json answer, core::Stamp now) {
  auto call = std::move(*place);
  calls.erase(place);
  if (!answer.is_object()) answer = json::object();
  if (!answer.contains("ok")) answer["ok"] = true;
  if (call.writes()) tell(call, answer.value("ok", false) ? "done" : "failed", answer, now);
  if (call.answered) {
    log.end(call.id, answer, now.mono);
  } else {
    send(call, std::move(answer), now);
  }
  if (call.writes()) run_waiting(call.device, now);
}

void CallDesk::State::run_waiting(const std::string& device, core::Stamp now) {
  const auto place = std::ranges::find_if(
      calls, [&device](const OpenCall& call) { return call.writes() && call.device == device; });
  if (place != calls.end() && !place->running) run(place, now);
}

void CallDesk::State::answer_early(OpenCall& call, core::Stamp now) {
  call.answer_by = core::kNever;
  call.answered = true;
  log.begin(call.id, std::string(call.method->info.name), call.started);
  const json answer{{"ok", true},
                    {"state", "running"},
                    {"id", call.id},
                    {"detail", "it isn't over yet: getCommand tells its end"}};
  send(call, answer, now);
}

core::MonoTime CallDesk::State::next_wake() const {
  auto wake = core::kNever;
  for (const auto& call : calls) wake = std::min({wake, call.answer_by, call.deadline, call.resume});
  return wake;
}

void CallDesk::State::on_time(core::Stamp now) {
  end_waits(now);
  for (auto& call : calls) {
    if (now.mono >= call.answer_by) answer_early(call, now);
  }
  const auto is_overdue = [now](const OpenCall& call) { return now.mono >= call.deadline; };
  for (std::size_t i = 0; i <= kMostCalls; ++i) {
    const auto place = std::ranges::find_if(calls, is_overdue);
    if (place == calls.end()) return;
    finish(place,
           place->running
               ? refusal("timed_out", place->writes() ? "it took too long; what was begun may still be done"
                                                      : "it took too long and was given up")
               : refusal("busy", "its turn didn't come within 10 s; nothing was done"),
           now);
  }
}

void CallDesk::State::stop(core::Stamp now) {
  auto left = std::move(calls);
  calls.clear();
  for (auto& call : left) {
    const auto* const remark =
        call.running ? "the gateway stops; what was begun may have been done" : "the gateway stops";
    const auto answer = refusal("failed", remark);
    if (call.writes()) tell(call, "failed", answer, now);
    if (!call.answered) send(call, answer, now);
  }
}

void CallDesk::State::tell(const OpenCall& call, std::string_view state, const json& answer,
                           core::Stamp now) {
  const auto intent = call.task ? call.task->intent() : Intent{};
  audit.tell({call.id, call.origin, call.method->info.name, call.device, intent}, state, answer, now);
}

void CallDesk::State::refuse(const OpenCall& call, json answer, core::Stamp now) {
  if (call.writes()) {
    const bool is_dry = answer.value("dryRun", false);
    const bool is_question = answer.value("code", "") == "confirm";
    // Whoever reads along must not be able to confirm.
    const auto told = is_question ? refusal("confirm", "has to be confirmed") : answer;
    tell(call, is_dry ? "dryRun" : is_question ? "confirm" : "refused", told, now);
  }
  send(call, std::move(answer), now);
}

void CallDesk::State::send(const OpenCall& call, json answer, core::Stamp now) {
  if (!answer.contains("ok")) answer["ok"] = true;
  const auto text = answer.dump(-1, ' ', false, json::error_handler_t::replace);
  const bool writes = call.method != nullptr && call.writes();
  if (call.origin.kind == CallOrigin::Kind::server) answers.end(call.id, text, writes, now.mono);
  events.on_answer(call.origin, text);
}

}  // namespace bmsgw::rpc
