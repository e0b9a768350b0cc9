// Tests that sessions are exported from the window.
#pragma once

#include <QObject>

namespace fg {

class ExportTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void everyFormatHasAPreviewAndIsWritten_data();
    void everyFormatHasAPreviewAndIsWritten();
    void onlyPickedRowsAreWritten();
    void secretsAreBlankedUnlessAskedFor();
    void whatIsCopiedHasNoSecretsUnlessOneIsSelected();
    void aSecretThatTheAnswerRepeatsIsNotCopiedUnlessItIsSelected();
    void theFormatIsRememberedButNotThatSecretsAreIncluded();
    void cancelLeavesNoFile();
    void theWindowClosesWhenTheFileIsWritten();
    void aFileThatCannotBeWrittenSaysWhy();
};

} // namespace fg
