using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Sharing.Access;
using Slipway.Sharing.Errors;

namespace Slipway.Sharing.Retention;

/// <summary>The repositories that a registry does not let a collection change: nothing more is tried there.</summary>
internal sealed class Refusals
{
    private readonly Dictionary<RepositoryName, Diagnostic> _said = [];

    /// <summary>What is refused, for people.</summary>
    public ImmutableArray<Diagnostic> Said => [.. _said.Values.DistinctBy(refusal => refusal.Message)];

    public bool Has(RepositoryName repository) => _said.ContainsKey(repository);

    public void Clear() => _said.Clear();

    /// <summary>Changes something in a repository, unless that was refused before.</summary>
    public async Task GuardAsync(RepositoryName repository, Func<Task> work)
    {
        if (Has(repository))
        {
            return;
        }

        try
        {
            await work();
        }
        catch (SlipwayException failure) when (Denial.Is(failure))
        {
            Add(
                repository,
                $"{repository} may not be written, so nothing goes there: {failure.Diagnostics[0].Message}",
                "Run it with credentials that may push to it and delete from it.");
        }
    }

    /// <summary>Says that a registry does not delete.</summary>
    public void AddUndeleted(RepositoryName repository) => Add(
        repository,
        $"{repository.Registry} does not delete: what is condemned there is not found any more and takes its room all "
        + "the same",
        "Switch deletion on in the registry (REGISTRY_STORAGE_DELETE_ENABLED=true in distribution's), or let a rule of "
        + "the registry remove tags that begin with 'condemned.'.");

    private void Add(RepositoryName repository, string message, string remedy) => _said.TryAdd(
        repository, new Diagnostic(SharingCodes.NotRemoved, message, remedy, Severity: Severity.Warning));
}
