#include "tests/support/counting_new.h"
