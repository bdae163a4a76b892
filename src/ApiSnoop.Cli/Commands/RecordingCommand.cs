using System.CommandLine;
using ApiSnoop.Charts;
using ApiSnoop.Cli.Options;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Sharing;

namespace ApiSnoop.Cli.Commands;

/// <summary><c>apisnoop recording</c>: a recording as one file that can be sent.</summary>
internal sealed class RecordingCommand : Command, IWithExamples
{
    public RecordingCommand()
        : base("recording", "Write a recording into one file that can be sent, or take one in")
    {
        Add(new ExportCommand());
        Add(new ImportCommand());
    }

    public string Examples => """
        Examples:
          apisnoop recording export my-app my-app.apisnoop
          apisnoop recording export my-app my-app.apisnoop --counts-only
          apisnoop recording import my-app.apisnoop --as my-app-of-friday
          apisnoop start-server my-app.apisnoop
        """;

    sealed class ExportCommand : Command
    {
        readonly Argument<string> _app = new("APP") { Description = "The recording" };
        readonly Argument<string> _file = new("FILE") { Description = "The file to write, such as my-app.apisnoop; - for standard output" };
        readonly Option<bool> _countsOnly = new("--counts-only")
        {
            Description = "Leave out single requests, with their times, audit ids and full URIs",
        };
        readonly StoreOption _store = new();

        public ExportCommand()
            : base("export", "Write a recording into one file")
        {
            Add(_app);
            Add(_file);
            Add(_countsOnly);
            _store.AddTo(this);
            SetAction(Run);
        }

        int Run(ParseResult result)
        {
            var (store, app, path) = (_store.Open(result), result.GetRequiredValue(_app), result.GetRequiredValue(_file));
            Manifest? written = null;
            void Write(Stream to) => written = RecordingFile.Export(store, app, to, result.GetValue(_countsOnly))
                ?? throw UserException.NoApp(app, store);
            if (path == "-")
            {
                using var output = Console.OpenStandardOutput();
                Write(output);
            }
            else
            {
                OutputFile.WriteBytes(path, Write);
            }

            result.InvocationConfiguration.Error.WriteLine(
                $"{app}: {Figures.Count(written!.Requests, "request")}{(written.HoldsCountsOnly ? ", as counts only," : "")} "
                    + $"{(path == "-" ? "written" : $"written to {path}")}. It names users and namespaces: think before you send it.");
            return ExitCode.Done;
        }
    }

    sealed class ImportCommand : Command
    {
        readonly Argument<string> _file = new("FILE") { Description = "What recording export wrote; - for standard input" };
        readonly Option<string?> _as = new("--as") { Description = "What to call it [default: its own name]", HelpName = "APP" };
        readonly Option<bool> _replace = new("--replace") { Description = "Replace a recording of that name" };
        readonly StoreOption _store = new();

        public ImportCommand()
            : base("import", "Take in a recording from a file")
        {
            _as.Validators.Add(option =>
            {
                if (option.Tokens is [{ Value: "" }]) option.AddError("--as needs a name.");
            });
            Add(_file);
            Add(_as);
            Add(_replace);
            _store.AddTo(this);
            SetAction(Run);
        }

        int Run(ParseResult result)
        {
            var manifest = Take(
                result.GetRequiredValue(_file), _store.Open(result), result.GetValue(_as), result.GetValue(_replace));
            result.InvocationConfiguration.Error.WriteLine(
                $"{Figures.Count(manifest.Requests, "request")} of {manifest.App}, Kubernetes {manifest.Release}, are in the store.");
            return ExitCode.Done;
        }
    }

    /// <summary>Takes a recording's file into a store.</summary>
    /// <exception cref="UserException">It is none; the message names it and says why.</exception>
    public static Manifest Take(string path, RecordingStore store, string? app = null, bool replace = false)
    {
        try
        {
            using var file = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            return RecordingFile.Import(store, file, app, replace);
        }
        catch (InvalidDataException e)
        {
            throw new UserException($"{path} is refused: {e.Message}.");
        }
    }
}
