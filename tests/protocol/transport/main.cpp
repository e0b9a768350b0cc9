#include "tests/protocol/transport/write_probe.h"

#include <QCoreApplication>
#include <QEvent>

#include <gtest/gtest.h>

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc == 2 && std::string_view(argv[1]) == fg::test::writeProbeArgument)
        return fg::test::runWriteProbe();
    testing::InitGoogleTest(&argc, argv);
    const int result = RUN_ALL_TESTS();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    return result;
}
