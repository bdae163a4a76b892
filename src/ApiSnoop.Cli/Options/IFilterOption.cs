namespace ApiSnoop.Cli.Options;

/// <summary>An option that chooses which requests count; help shows these apart.</summary>
internal interface IFilterOption;
