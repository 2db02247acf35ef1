#include "simulator/master_clear_watch.hpp"

namespace bmsgw::simulator {

bool MasterClearWatch::on_char(char c, Elapsed now) {
  if (!until_) return false;
  if (c == 'x' && count_ < kWanted && now <= *until_) {
    ++count_;
    return false;
  }
  const bool complete = count_ == kWanted && (c == '\r' || c == '\n') && now <= *until_;
  until_.reset();
  return complete;
}

}  // namespace bmsgw::simulator
