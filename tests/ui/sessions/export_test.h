// Tests that sessions are exported from the window.
#pragma once

#include <QObject>

namespace fg {

class ExportTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void everyFormShowsHowItBeginsAndIsWritten_data();
    void everyFormShowsHowItBeginsAndIsWritten();
    void onlyPickedRowsAreWritten();
    void whatIsSecretIsBlankedUnlessAskedFor();
    void theFormIsRememberedButNotThatSecretsAreIncluded();
    void cancelLeavesNoFileBehind();
    void theWindowClosesWhenTheFileIsWritten();
    void aFileThatCannotBeWrittenSaysWhy();
};

} // namespace fg
