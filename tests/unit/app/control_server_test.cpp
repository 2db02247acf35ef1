#include "app/control_server.hpp"

#include <future>
#include <string>

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "app/control_client.hpp"
#include "support/child_process.hpp"
#include "support/temp_dir.hpp"

namespace bmsgw::app {
namespace {

class ControlServerTest : public testing::Test {
 protected:
  /// Asks from another thread while this one turns the loop.
  ControlAnswer ask(const std::string& request) {
    auto answer =
        std::async(std::launch::async, [this, request] { return ControlClient(path_).ask(request, 3); });
    while (answer.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
      loop_.run_one_for(std::chrono::milliseconds(20));
    }
    return answer.get();
  }

  test::TempDir dir_;
  std::string path_ = dir_ / "run/control.sock";
  boost::asio::io_context loop_;
  ControlServer::Reply later_;
  ControlServer server_{loop_, [this](const std::string& request, ControlServer::Reply reply) {
                          if (request != "later") return reply("answer to " + request);
                          later_ = std::move(reply);
                          boost::asio::post(loop_, [this] { later_("at last"); });
                        }};
};

TEST_F(ControlServerTest, AnAnswerMayComeLater) {
  ASSERT_EQ(server_.listen(path_), "");
  EXPECT_EQ(ask("later").text, "at last");
}

TEST_F(ControlServerTest, AnswersALineWithALine) {
  ASSERT_EQ(server_.listen(path_), "");
  EXPECT_EQ(ask("one").text, "answer to one");
  EXPECT_EQ(ask("two").text, "answer to two");
}

TEST_F(ControlServerTest, IsForItsUserAndGroupOnly) {
  ASSERT_EQ(server_.listen(path_), "");
  struct stat info {};
  ASSERT_EQ(stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0660U);
}

TEST_F(ControlServerTest, AnEndlessRequestIsRefused) {
  ASSERT_EQ(server_.listen(path_), "");
  const auto answer = ask(std::string(ControlServer::kMaxRequestBytes + 10, 'x'));
  EXPECT_TRUE(!answer.error.empty() || answer.text.find("too_large") != std::string::npos) << answer.text;
  EXPECT_EQ(ask("next").text, "answer to next");
}

TEST_F(ControlServerTest, SaysWhyItCanNotListen) {
  EXPECT_NE(server_.listen("/proc/nowhere/control.sock").find("can't make /proc/nowhere"), std::string::npos);
  EXPECT_NE(server_.listen(dir_ / std::string(200, 'x')).find("too long"), std::string::npos);
  test::write_text(dir_ / "file", "precious");
  EXPECT_NE(server_.listen(dir_ / "file").find("no socket"), std::string::npos);
  EXPECT_EQ(test::read_text(dir_ / "file"), "precious");
}

TEST_F(ControlServerTest, ClosingRemovesTheSocket) {
  ASSERT_EQ(server_.listen(path_), "");
  server_.close();
  EXPECT_FALSE(std::filesystem::exists(path_));
}

}  // namespace
}  // namespace bmsgw::app
