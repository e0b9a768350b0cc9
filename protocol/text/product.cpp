#include "protocol/text/product.h"

namespace fg {

std::string productToken() { return "Frameglass/" FRAMEGLASS_VERSION; }

} // namespace fg
