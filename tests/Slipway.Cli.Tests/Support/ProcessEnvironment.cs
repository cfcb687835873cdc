namespace Slipway.Cli.Tests.Support;

/// <summary>Tests that set variables of the process: they run one after the other, and beside no others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessEnvironment
{
    public const string Name = "process environment";
}
