#include <QCoreApplication>

#include <gtest/gtest.h>

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv); // Sockets need it.
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
