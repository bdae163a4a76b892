using System.CommandLine;
using ApiSnoop.Catalog;
using ApiSnoop.Certification;

namespace ApiSnoop.Cli.Commands.Certification;

/// <summary>What apps are judged by: the same options on every command that judges them.</summary>
internal sealed class VerdictOptions
{
    readonly Option<string?> _release = new("--release")
    {
        Description = "The release that the app runs on [default: the recording's]",
        HelpName = "RELEASE",
    };
    readonly Option<string> _target = new("--target")
    {
        Description = "The release that it is to run on: a number, next or latest",
        DefaultValueFactory = _ => CertificationTerms.Next,
        HelpName = "RELEASE",
    };
    readonly Option<string> _require = new("--require")
    {
        Description = "The worst level that is allowed",
        DefaultValueFactory = _ => "stable",
        HelpName = "stable|beta|alpha",
    };
    readonly Option<string[]> _ignore = new("--ignore")
    {
        Description = "Not to be held against the app: an operation, a rule such as AS-007, or a pattern for user agents",
        HelpName = "WHAT",
    };
    readonly Option<long> _minRequests = new("--min-requests")
    {
        Description = "How many requests a verdict takes at least",
        DefaultValueFactory = _ => 1,
        HelpName = "N",
    };
    readonly Option<string> _minSpan = new("--min-span")
    {
        Description = "How long a time they must span at least, such as 30m, 12h or 7d",
        DefaultValueFactory = _ => "0s",
        HelpName = "TIME",
    };
    readonly Option<bool> _exitZero = new("--exit-zero") { Description = "Answer 0 instead of 10 and above" };

    public VerdictOptions()
    {
        _require.AcceptOnlyFromAmong("stable", "beta", "alpha");
        _minSpan.Validators.Add(option =>
        {
            if (option.Tokens is [var given] && !SpanText.TryParse(given.Value, out _))
                option.AddError($"--min-span {given.Value} is no span of time: write a whole number and s, m, h or d.");
        });
        _release.Validators.Add(option =>
        {
            if (option.Tokens is [var given] && !ReleaseVersion.TryParse(given.Value, out _))
                option.AddError($"--release {given.Value} is no release: write it as 1.30.");
        });
        _target.Validators.Add(option =>
        {
            if (option.Tokens is [{ Value: not (CertificationTerms.Next or CertificationTerms.Latest) } given]
                && !ReleaseVersion.TryParse(given.Value, out _))
                option.AddError($"--target {given.Value} is no target: write a release such as 1.30, or next, or latest.");
        });
        _ignore.Validators.Add(option =>
        {
            foreach (var token in option.Tokens)
            {
                try
                {
                    IgnoreTerm.Parse(token.Value);
                }
                catch (FormatException e)
                {
                    option.AddError($"--ignore: {e.Message}");
                }
            }
        });
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_release, _target, _require, _ignore, _minRequests, _minSpan, _exitZero]) command.Add(option);
    }

    public CertificationTerms Terms(ParseResult result) => new()
    {
        Release = ReleaseVersion.TryParse(result.GetValue(_release), out var release) ? release : null,
        Target = result.GetRequiredValue(_target),
        Require = result.GetRequiredValue(_require) switch { "stable" => Level.Stable, "beta" => Level.Beta, _ => Level.Alpha },
        Ignore = [.. (result.GetValue(_ignore) ?? []).Select(IgnoreTerm.Parse)],
        MinRequests = result.GetValue(_minRequests),
        MinSpan = SpanText.TryParse(result.GetRequiredValue(_minSpan), out var span) ? span : default,
    };

    /// <summary>The greatest verdict is the exit code.</summary>
    public int CodeOf(ParseResult result, VerdictKind worst)
    {
        var code = (int)worst;
        return code >= ExitCode.BelowLevel && result.GetValue(_exitZero) ? ExitCode.Done : code;
    }
}
