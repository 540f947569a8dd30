#include "shared/intake/xml_reader.h"

#include <gtest/gtest.h>

#include "tests/support/xml_events.h"

namespace kedang {
namespace {

TEST(XmlReader, TellsElementsAttributesAndText) {
  EXPECT_EQ(TellXml("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<a x:b=\"1\" c='二'><x:d/>云锦 "
                    "&amp; &#20113;&#x9526;</a>\n",
                    1000),
            "<a b=[1] c=[二]><d></d>|云锦 & 云锦</a>");
  EXPECT_EQ(TellXml("\xEF\xBB\xBF<a/>", 1000), "<a></a>");
}

TEST(XmlReader, ErrorsSayWhere) {
  EXPECT_EQ(TellXml("<a>\n<b>云锦</c></a>", 1000), "<a>|\n<b>\x01!line 2, column 8: mismatched tag");
  EXPECT_EQ(TellXml("<a>\n\n<b x=1/></a>", 1000), "<a>\x01!line 3, column 6: not well-formed (invalid token)");
  EXPECT_EQ(TellXml("<!DOCTYPE a><a/>", 1000), "\x01!line 1, column 12: it declares a document type");
  EXPECT_EQ(TellXml("<a><b>", 1000), "<a><b>\x01!line 1, column 7: no element found");
}

// Both of the parsers behind it tell the same, however the text is cut into pieces: the usual form and what is beside it.
TEST(XmlReader, TheScannerAndTheGeneralParserTellTheSame) {
  const std::string_view texts[] = {
      "<a/>",
      "<a></a> \n",
      "<a b='1' c=\"x'y\"  d = \"2\">t</a>",
      "<a b=\"&lt;&#65;\"/>",
      "<a b=\"1\" b=\"2\"/>",
      "<a b=\"1\"c=\"2\"/>",
      "<a b=\"a\tb\nc\"/>",
      "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> "
      "杭州云锦 </t></is></c></row>",
      "<a>one<!-- two -->three<b/><![CDATA[<four>]]>five</a>",
      "<a>a ]] b ]> c ]]]</a>",
      "<a>a ]]> b</a>",
      "<a>\r\nx\ry</a>",
      "<a>&amp;&lt;&gt;&quot;&apos;&#10;&#13;&#x1F600;</a>",
      "<a>&nbsp;</a>",
      "<a>&#0;</a>",
      "<a>&#xD800;</a>",
      "<a>&#xFFFE;</a>",
      "<a>& b</a>",
      "<a>&#99999999999999999999;</a>",
      "<a>\xF0\x9F\x98\x80é\xEF\xBF\xBD</a>",
      "<a>\xEF\xBF\xBF</a>",
      "<a>\xED\xA0\x80</a>",
      "<a>\xC0\x80</a>",
      "<a>\xE4\xBA</a>",
      "<a>\x01</a>",
      "<a>\x7F</a>",
      "<a b=\"\xE4\xBA\x91\xFF\"/>",
      "<a b=\"<\"/>",
      "<云 锦=\"1\">x</云>",
      "<a:b:c d:e=\"1\"/>",
      "<1a/>",
      "<a></b>",
      "<a></a ><b/>",
      "<a></a\n>",
      "<a><b></a></b>",
      "<a/><b/>",
      "<a/>text",
      "text<a/>",
      "<a/><!-- end -->",
      "<a><?target data?>x</a>",
      "<a/><?xml version=\"1.0\"?>",
      "<a",
      "<a b",
      "<a b=",
      "<a b=\"",
      "<a>",
      "<a>&am",
      "<a/",
      "</a>",
      "",
      "  ",
  };
  for (const std::string_view text : texts) {
    const std::string whole = TellGeneral(text, 1000);
    for (const std::size_t piece : {1000u, 1u, 2u, 3u, 7u}) {
      EXPECT_EQ(TellScanned(text, piece), whole) << text << " in pieces of " << piece;
    }
  }
}

TEST(XmlReader, NestingEndsWhereItSays) {
  std::string deep;
  for (int i = 0; i < 256; ++i) deep += "<a>";
  std::string shallow = deep;
  for (int i = 0; i < 256; ++i) shallow += "</a>";
  EXPECT_EQ(TellXml(shallow, 1000).find(kXmlError), std::string::npos);
  EXPECT_TRUE(TellXml(deep + "<a>", 1000).ends_with("!line 1, column 772: elements are nested too deeply"))
      << TellXml(deep + "<a>", 1000);
}

TEST(XmlReader, ATagWithoutAnEndIsRefused) {
  const std::string xml = "<a b=\"" + std::string(64 << 20, 'x') + "\"/>";
  EXPECT_EQ(TellXml(xml, 32 << 10), "\x01!a tag or comment of more than 4 MB");
  const std::string large = "<a b=\"" + std::string(1 << 20, 'x') + "\"/>";
  EXPECT_EQ(TellXml(large, 32 << 10).size(), (1u << 20) + 12);
}

}  // namespace
}  // namespace kedang
