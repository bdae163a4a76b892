using System.CommandLine;
using ApiSnoop.Filtering;
using ApiSnoop.Loading;

namespace ApiSnoop.Cli.Options;

/// <summary>The filters, in the one vocabulary of the command line, the pages and the JSON API.</summary>
internal sealed class FilterOptions
{
    readonly List<PatternOption> _patterns = [];
    readonly Word _since = new("--since")
    {
        Description = "Keep requests received at this time or later; a date means its start",
        HelpName = "TIME",
    };
    readonly Word _until = new("--until")
    {
        Description = "Keep requests received at this time or earlier; a date means its end",
        HelpName = "TIME",
    };
    readonly Word _outcome = new("--outcome") { Description = "Count only requests that ended so", HelpName = "reached|succeeded|refused" };
    readonly bool _onLoad;

    public FilterOptions(bool onLoad)
    {
        _onLoad = onLoad;
        foreach (var (field, name) in RecordingFilter.FieldNames)
        {
            if (onLoad && !LoadFilterTerms.Fields.Contains(field)) continue;
            _patterns.Add(new PatternOption(field, name));
        }
    }

    public void AddTo(Command command)
    {
        foreach (var option in _patterns) command.Add(option);
        command.Add(_since);
        command.Add(_until);
        if (!_onLoad) command.Add(_outcome);
    }

    /// <summary>The filter for reports.</summary>
    /// <exception cref="FormatException">A pattern cannot be understood.</exception>
    public RecordingFilter Filter(ParseResult result) => RecordingFilter.Parse(Values(result));

    /// <summary>The filter for a load.</summary>
    /// <exception cref="FormatException">A pattern cannot be understood.</exception>
    public LoadFilterTerms Terms(ParseResult result) => LoadFilterTerms.Parse([.. Values(result)]);

    /// <summary>The filters as they were typed: name and value.</summary>
    public IEnumerable<KeyValuePair<string, string>> Values(ParseResult result)
    {
        foreach (var option in _patterns)
            foreach (var text in result.GetValue(option) ?? [])
                yield return new(option.FieldName, text);
        if (result.GetValue(_since) is { } since) yield return new("since", since);
        if (result.GetValue(_until) is { } until) yield return new("until", until);
        if (!_onLoad && result.GetValue(_outcome) is { } outcome) yield return new("outcome", outcome);
    }

    sealed class Word : Option<string?>, IFilterOption
    {
        public Word(string name)
            : base(name) => Validators.Add(option =>
        {
            if (option.Tokens is [{ Value: "" }]) option.AddError($"{name} is empty.");
        });
    }

    sealed class PatternOption : Option<string[]>, IFilterOption
    {
        public PatternOption(FilterField field, string name)
            : base("--" + name)
        {
            Field = field;
            FieldName = name;
            Description = Help(field);
            HelpName = "PATTERN";
            Arity = ArgumentArity.OneOrMore;
        }

        public FilterField Field { get; }

        public string FieldName { get; }

        static string Help(FilterField field) => field switch
        {
            FilterField.UserAgent => "User agents to keep: part of the text, a * glob or /regex/; \"\" for none sent",
            FilterField.User => "Users to keep: those in whose name it was done",
            FilterField.ServiceAccount => "Service accounts to keep, as NAMESPACE:NAME",
            FilterField.Impersonator => "Users to keep who did it in another's name",
            FilterField.Namespace => "Namespaces to keep; \"\" for requests outside of one",
            FilterField.Verb => "Audit verbs to keep, such as list",
            FilterField.Test => "E2e tests to keep, by part of their name",
            FilterField.TestTag => "Tags of e2e tests to keep, such as Conformance",
            FilterField.Level => "Levels to keep: stable, beta or alpha",
            FilterField.Category => "Categories to keep, such as core",
            _ => throw new ArgumentOutOfRangeException(nameof(field), field, "A filter has words."),
        };
    }
}
