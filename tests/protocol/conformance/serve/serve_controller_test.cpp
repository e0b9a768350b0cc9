#include "protocol/conformance/serve/serve_controller.h"

#include "protocol/conformance/cases/catalogue.h"
#include "tests/support/loopback_client.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace fg::test::serve_controller_test {
namespace {

ServeSettings settingsFor(const char *id)
{
    ServeSettings settings;
    settings.listen.port = 0;
    settings.pagePort = 0;
    settings.choice.cases = {findCase(id)};
    return settings;
}

template <typename Event> bool has(const std::vector<ServeEvent> &events)
{
    return std::ranges::any_of(events, [](const ServeEvent &event) {
        const auto *const ofCases = std::get_if<RunEvent>(&event);
        return ofCases && std::holds_alternative<Event>(*ofCases);
    });
}

} // namespace

TEST(ServeControllerTest, events_before_the_stop_are_reported_before_the_news_end)
{
    NetworkThread network;
    ServeController serve(network);
    EXPECT_FALSE(serve.fetchNews().isRunning);
    serve.start(settingsFor("2.2"));
    std::string url;
    ASSERT_TRUE(waitUntil([&] {
        const ServeNews news = serve.fetchNews();
        if (!news.events.empty())
            url = std::get<ServeListening>(news.events.front()).url;
        return news.isRunning && !url.empty();
    }));
    const auto port = static_cast<std::uint16_t>(std::atoi(url.substr(url.rfind(':') + 1).c_str()));
    LoopbackClient(port, "/runCase?case=1&agent=mine").finish();
    // The news have not been fetched since. The answer to this request shows that the case has ended.
    LoopbackClient(port, "/getCaseStatus?case=1&agent=mine").finish();
    serve.stop();
    std::vector<ServeEvent> events;
    EXPECT_TRUE(waitUntil([&] {
        ServeNews news = serve.fetchNews(1);
        EXPECT_LE(news.events.size(), 1u);
        std::move(news.events.begin(), news.events.end(), std::back_inserter(events));
        return !news.isRunning;
    }));
    EXPECT_TRUE(has<CaseStarted>(events));
    EXPECT_TRUE(has<CaseEnded>(events));
}

TEST(ServeControllerTest, a_refused_page_is_an_event_and_its_answer_has_the_advice_of_the_owner)
{
    NetworkThread network;
    ServeController serve(network);
    ServeSettings settings = settingsFor("2.2");
    settings.advice = [](std::string_view origin) { return "Allow " + std::string(origin) + '.'; };
    serve.start(settings);
    std::string url;
    std::vector<std::string> refused;
    const auto fetch = [&] {
        for (const ServeEvent &event : serve.fetchNews().events) {
            if (const auto *const listening = std::get_if<ServeListening>(&event))
                url = listening->url;
            else if (const auto *const refusal = std::get_if<ServeRefused>(&event))
                refused.push_back(refusal->sentence);
        }
    };
    ASSERT_TRUE(waitUntil([&] {
        fetch();
        return !url.empty();
    }));
    const auto port = static_cast<std::uint16_t>(std::atoi(url.substr(url.rfind(':') + 1).c_str()));
    for (int i = 0; i < 2; ++i) {
        LoopbackClient page(port, "/runCase?case=1&agent=mine", {{"Origin", "http://evil.example"}});
        EXPECT_EQ(page.finish().status(), 403);
        EXPECT_NE(page.body().find("Allow http://evil.example."), std::string::npos) << page.body();
    }
    ASSERT_TRUE(waitUntil([&] {
        fetch();
        return !refused.empty();
    }));
    ASSERT_EQ(refused.size(), 1u);
    EXPECT_NE(refused.front().find("\"http://evil.example\""), std::string::npos) << refused.front();
}

} // namespace fg::test::serve_controller_test
