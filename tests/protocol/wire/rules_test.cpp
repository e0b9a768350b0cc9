#include "protocol/wire/rules.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>

namespace fg::rules_test {
namespace {

TEST(Rules, ThereIsOneForEachIdInTheirOrder)
{
    ASSERT_EQ(allRules().size(), static_cast<std::size_t>(RuleId::Count));
    for (std::size_t i = 0; i < allRules().size(); ++i) {
        const auto id = static_cast<RuleId>(i);
        EXPECT_EQ(allRules()[i].id, id);
        EXPECT_EQ(&ruleOf(id), &allRules()[i]);
    }
}

TEST(Rules, NamesAreUniqueAndFitForScripts)
{
    constexpr std::array groups{"frame.", "message.", "close.", "opening.", "answer.", "request."};
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-.";
    std::set<std::string_view> names;
    for (const Rule &rule : allRules()) {
        EXPECT_TRUE(std::ranges::any_of(groups, [&](auto group) { return rule.name.starts_with(group); }))
            << rule.name;
        EXPECT_EQ(rule.name.find_first_not_of(allowed), std::string_view::npos) << rule.name;
        EXPECT_EQ(std::ranges::count(rule.name, '.'), 1) << rule.name;
        EXPECT_TRUE(names.insert(rule.name).second) << rule.name;
    }
}

TEST(Rules, EachNamesTheClauseOfAnRfc)
{
    constexpr std::array documents{"RFC 6455 ", "RFC 7692 ", "RFC 8446 ", "RFC 9110 ", "RFC 9112 "};
    constexpr std::size_t documentSize = std::string_view(documents[0]).size();
    for (const Rule &rule : allRules()) {
        EXPECT_TRUE(std::ranges::any_of(documents, [&](auto rfc) { return rule.clause.starts_with(rfc); }))
            << rule.name;
        const std::string_view section = rule.clause.substr(documentSize);
        EXPECT_FALSE(section.empty() || section.starts_with('.') || section.ends_with('.')) << rule.name;
        EXPECT_EQ(section.find_first_not_of("0123456789."), std::string_view::npos) << rule.name;
    }
}

TEST(Rules, EachSaysInOneSentenceOnOneLineWhatItAsks)
{
    std::set<std::string_view> statements;
    for (const Rule &rule : allRules()) {
        EXPECT_TRUE(rule.statement.ends_with('.')) << rule.name;
        EXPECT_EQ(rule.statement.find('\n'), std::string_view::npos) << rule.name;
        EXPECT_LE(rule.statement.size(), 100u) << rule.name;
        EXPECT_TRUE(statements.insert(rule.statement).second) << rule.name;
    }
}

TEST(Rules, ACloseCodeBelongsOnlyToWhatFailsAnOpenConnection)
{
    for (const Rule &rule : allRules()) {
        const bool isOfTheHandshake = rule.id >= RuleId::HeadNotHttp;
        if (isOfTheHandshake)
            EXPECT_EQ(rule.closeCode, 0) << rule.name;
        else
            EXPECT_TRUE((std::set<int>{0, 1002, 1007, 1009}.contains(rule.closeCode))) << rule.name;
    }
}

TEST(Rules, IllFormedTextFailsTheConnectionWith1007AndATooBigMessageWith1009)
{
    EXPECT_EQ(ruleOf(RuleId::TextNotUtf8).closeCode, 1007);
    EXPECT_EQ(ruleOf(RuleId::CloseReasonNotUtf8).closeCode, 1007);
    EXPECT_EQ(ruleOf(RuleId::MessageTooBig).closeCode, 1009);
    EXPECT_EQ(ruleOf(RuleId::ReservedBits).closeCode, 1002);
}

TEST(Rules, ALimitOfOursIsANoteAndNoFaultOfThePeer)
{
    for (const RuleId id : {RuleId::MessageTooBig, RuleId::HeadTooLong, RuleId::LineTooLong,
                            RuleId::TooManyFields, RuleId::OpeningTimeout})
        EXPECT_EQ(ruleOf(id).severity, Severity::Note) << ruleOf(id).name;
}

} // namespace
} // namespace fg::rules_test
