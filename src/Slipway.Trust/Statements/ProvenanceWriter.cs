using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Model.Indexing;
using Slipway.Model.Values;
using Slipway.Trust.Json;

namespace Slipway.Trust.Statements;

/// <summary>Writes statements: the same bytes for the same facts.</summary>
public static class ProvenanceWriter
{
    public static byte[] Write(Provenance provenance) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["_type"] = ProvenanceWords.StatementType,
        ["subject"] = new JsonArray([.. provenance.Subjects.Select(subject => new JsonObject
        {
            ["name"] = subject.Name,
            ["digest"] = Sha256(subject.Digest),
        })]),
        ["predicateType"] = ProvenanceWords.PredicateType,
        ["predicate"] = new JsonObject
        {
            ["buildDefinition"] = new JsonObject
            {
                ["buildType"] = ProvenanceWords.BuildType,
                ["externalParameters"] = Parameters(provenance),
                ["internalParameters"] = new JsonObject { ["engine"] = provenance.Engine },
                ["resolvedDependencies"] = new JsonArray([.. Dependencies(provenance)]),
            },
            ["runDetails"] = new JsonObject
            {
                ["builder"] = new JsonObject { ["id"] = provenance.Builder },
                ["metadata"] = new JsonObject
                {
                    ["invocationId"] = provenance.Build.Value,
                    ["startedOn"] = IndexData.Moment(provenance.Started),
                    ["finishedOn"] = IndexData.Moment(provenance.Finished),
                },
            },
        },
    }.Plain());

    private static JsonObject Parameters(Provenance provenance)
    {
        var parameters = new JsonObject
        {
            ["image"] = provenance.Image.Value,
            ["digest"] = provenance.Digest.ToString(),
            ["level"] = provenance.Level.Value,
        };
        Add(parameters, "pullRequest", provenance.PullRequest);
        Add(parameters, "project", provenance.Project);
        Add(parameters, "revision", provenance.Revision);
        return parameters;
    }

    private static IEnumerable<JsonObject> Dependencies(Provenance provenance)
    {
        yield return Dependency(
            "inputs", $"{ProvenanceWords.InputsAddress}{provenance.Digest}", Sha256(provenance.Inputs));
        if (provenance.Source is { } source)
        {
            var dependency = Dependency(
                "source",
                $"{ProvenanceWords.SourceAddress}{source}",
                provenance.Commit is { } commit ? new JsonObject { [ProvenanceWords.Commit] = commit } : null);
            if (provenance.IsChanged)
            {
                dependency[ProvenanceWords.Annotations] = new JsonObject { [ProvenanceWords.Changed] = true };
            }

            yield return dependency;
        }

        foreach (var (name, hash) in provenance.Parents)
        {
            yield return Dependency(name, $"{ProvenanceWords.ParentAddress}{name}", Sha256(hash.Sha256));
        }

        foreach (var (reference, hash) in provenance.Externals)
        {
            yield return Dependency(
                reference, $"{ProvenanceWords.ExternalAddress}{reference}", Sha256(hash.Sha256));
        }
    }

    private static JsonObject Dependency(string name, string address, JsonObject? digest)
    {
        var dependency = new JsonObject { ["name"] = name, ["uri"] = address };
        if (digest is not null)
        {
            dependency["digest"] = digest;
        }

        return dependency;
    }

    private static JsonObject Sha256(Sha256Digest digest) =>
        new() { [ProvenanceWords.Sha256] = digest.ToString() };

    private static void Add(JsonObject to, string name, string? value)
    {
        if (value is not null)
        {
            to[name] = value;
        }
    }
}
