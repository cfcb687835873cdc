namespace Slipway.Model.Diagnostics;

/// <summary>The number of a kind of problem. It never changes its meaning and is never used again.</summary>
/// <param name="Number">Four digits. 10xx command line and configuration, 11xx catalog and Dockerfiles, 12xx contexts
/// and digests, 13xx index and plan, 14xx store, 15xx engines, 16xx builds, 17xx registries, 18xx checks, 19xx git and
/// explanations, 20xx Taskcluster's services, 21xx tasks, 22xx trust.</param>
/// <param name="Title">What it is about in a few words; a page of <c>docs/errors</c> has a section under it.</param>
/// <param name="Exit">The exit code of a command that ends with it.</param>
public sealed record DiagnosticCode(int Number, string Title, ExitCode Exit)
{
    public override string ToString() => $"SLIP{Number:D4}";
}
