using System.Text.Json;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Tests.Reports;

public class TableWriterTests
{
    static readonly Table s_table = Table.Of(["name", "count"], [["a,\"b\"", 1L], ["=cmd()", 2L], ["line\nfeed | <b>", null]]);

    [Fact]
    public void CSV_has_a_header_CRLF_quotes_and_defused_formulas() =>
        Written(TableFormat.Csv).ShouldBe("name,count\r\n\"a,\"\"b\"\"\",1\r\n'=cmd(),2\r\n\"line\nfeed | <b>\",\r\n");

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@sum")]
    [InlineData("\tx")]
    public void A_text_that_a_spreadsheet_would_run_gets_an_apostrophe(string text) => TableWriter.Defused(text).ShouldBe("'" + text);

    [Fact]
    public void Numbers_are_not_defused()
    {
        var text = new StringWriter();

        TableWriter.Write(Table.Of(["n"], [[-5L]]), TableFormat.Csv, text);

        text.ToString().ShouldBe("n\r\n-5\r\n");
    }

    [Fact]
    public void JSON_keeps_types_and_text_as_it_is()
    {
        using var json = JsonDocument.Parse(Written(TableFormat.Json));

        json.RootElement[1].GetProperty("name").GetString().ShouldBe("=cmd()");
        json.RootElement[1].GetProperty("count").GetInt64().ShouldBe(2);
        json.RootElement[2].GetProperty("count").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void Markdown_escapes_what_would_break_the_table() =>
        Written(TableFormat.Markdown).ShouldContain("line feed \\| &lt;b>");

    [Fact]
    public void The_printed_table_lines_up_and_lets_no_control_character_through()
    {
        var text = Written(TableFormat.Table);

        text.ShouldNotContain("line\nfeed");
        text.Split(Environment.NewLine)[0].ShouldBe("name             count");
    }

    static string Written(TableFormat format)
    {
        var text = new StringWriter();
        TableWriter.Write(s_table, format, text);
        return text.ToString();
    }
}
