using System.Text;

namespace ApiSnoop.Web.Addresses;

/// <summary>The addresses of the pages and files about recordings.</summary>
public static class RecordingLinks
{
    /// <summary>An app's page.</summary>
    public static string App(string name) => "/apps/" + PathSegment.Escape(name);

    /// <summary>A table of one app as a file.</summary>
    /// <param name="app">The app.</param>
    /// <param name="exporter">The exporter's name.</param>
    /// <param name="format"><c>csv</c>, <c>json</c> or <c>md</c>.</param>
    /// <param name="query">The filter, as names and values.</param>
    public static string Export(string app, string exporter, string format, IEnumerable<KeyValuePair<string, string>>? query = null) =>
        With($"{App(app)}/export/{exporter}.{format}", query ?? []);

    /// <summary>A comparison of two apps or runs.</summary>
    public static string Compare(string a, string b) => With("/compare", [new("a", a), new("b", b)]);

    /// <summary>An address with a query; names and values are escaped here.</summary>
    public static string With(string path, IEnumerable<KeyValuePair<string, string>> query)
    {
        var link = new StringBuilder(path);
        var mark = '?';
        foreach (var (name, value) in query)
        {
            link.Append(mark).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            mark = '&';
        }

        return link.ToString();
    }
}
