using System.CommandLine;
using ApiSnoop.Insights.Noise;
using ApiSnoop.Recording;

namespace ApiSnoop.Cli.Options;

/// <summary>Rules that tell the cluster's own noise, beside those that ship and those of the store.</summary>
internal sealed class NoiseOption
{
    readonly Option<string?> _noise = new("--noise")
    {
        Description = "Rules that add to what is taken for noise, or with a - before a line take away",
        HelpName = "FILE",
    };

    public void AddTo(Command command) => command.Add(_noise);

    /// <summary>The rules in force.</summary>
    /// <exception cref="UserException">A file of rules cannot be read, or a line of it is no rule.</exception>
    public NoiseRules Rules(ParseResult result, RecordingStore store)
    {
        try
        {
            return NoiseRules.InForce(store.Location, result.GetValue(_noise));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new UserException(e.Message);
        }
    }
}
