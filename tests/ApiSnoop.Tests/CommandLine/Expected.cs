namespace ApiSnoop.Tests.CommandLine;

/// <summary>
/// What commands print, kept in files under Expected. A change is accepted by running the tests with APISNOOP_ACCEPT=1, which writes
/// the files anew, and by reading the diff.
/// </summary>
static class Expected
{
    static readonly bool s_accept = Environment.GetEnvironmentVariable("APISNOOP_ACCEPT") == "1";

    /// <summary>The folder of the files.</summary>
    static readonly string s_folder = Repository.Path("tests/ApiSnoop.Tests/Expected");

    /// <summary>Compares a text with what is kept under a name, or keeps it.</summary>
    public static void Matches(string name, string printed)
    {
        var file = Path.Combine(s_folder, name + ".txt");
        if (s_accept)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, printed);
        }

        var kept = File.Exists(file) ? File.ReadAllText(file) : "";
        printed.ShouldBe(kept, $"{file} is not what is printed now. If it should be: {HowToAccept}");
    }

    /// <summary>Holds that a folder has no other files than these: what is no longer printed is not kept.</summary>
    public static void HasNoOthers(string folder, IEnumerable<string> names)
    {
        var path = Path.Combine(s_folder, folder);
        var others = Directory.GetFiles(path, "*.txt", SearchOption.AllDirectories)
            .Except(names.Select(n => Path.Combine(s_folder, n + ".txt"))).ToList();
        if (s_accept) others.ForEach(File.Delete);
        else others.ShouldBeEmpty(HowToAccept);
    }

    const string HowToAccept = "APISNOOP_ACCEPT=1 ./test -class '*.ExpectedOutputTests'";
}
