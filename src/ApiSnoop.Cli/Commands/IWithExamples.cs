namespace ApiSnoop.Cli.Commands;

/// <summary>A command whose help ends with examples: most people read those first.</summary>
internal interface IWithExamples
{
    /// <summary>What follows the options in the command's help, heading included.</summary>
    string Examples { get; }
}
