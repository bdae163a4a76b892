using System.CommandLine;
using System.Text;
using ApiSnoop.Certification.Certificates;

namespace ApiSnoop.Cli.Commands.Certification;

/// <summary><c>apisnoop certificate keygen</c>: a key pair to sign certificates with.</summary>
internal sealed class KeygenCommand : Command
{
    const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    readonly Argument<string> _file = new("KEY")
    {
        Description = "The file for the private key; the public one is written beside it",
        DefaultValueFactory = _ => "key.pem",
    };

    public KeygenCommand()
        : base("keygen", "Make a key pair, ECDSA P-256, to sign certificates with")
    {
        Add(_file);
        SetAction(Run);
    }

    int Run(ParseResult result)
    {
        var file = result.GetRequiredValue(_file);
        var publicFile = Path.ChangeExtension(file, ".pub.pem");
        using var key = SigningKey.Generate();
        // A key that others may trust already must not be lost to a second run.
        WriteNew(file, key.PrivatePem(), Own);
        WriteNew(publicFile, key.PublicPem(), Own | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        result.InvocationConfiguration.Output.WriteLine(
            $"{file} is the private key: keep it to yourself. {publicFile} is for those who verify.");
        return ExitCode.Done;
    }

    static void WriteNew(string path, string text, UnixFileMode mode)
    {
        if (File.Exists(path)) throw new UserException($"{path} is there already, and is not overwritten. Name another file.");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        using var stream = new FileStream(path, options);
        stream.Write(Encoding.ASCII.GetBytes(text));
    }
}
