using ApiSnoop.Certification.Certificates;

namespace ApiSnoop.Cli.Commands.Certification;

/// <summary>Reads a key that a command was given.</summary>
internal static class KeyFile
{
    /// <exception cref="UserException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It holds no key that certificates take.</exception>
    public static SigningKey Read(string path) => File.Exists(path)
        ? SigningKey.Read(File.ReadAllText(path), path)
        : throw new UserException($"There is no key {path}. Make one: apisnoop certificate keygen {path}");
}
