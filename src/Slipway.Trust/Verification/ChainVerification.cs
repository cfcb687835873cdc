using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Trust.Documents;
using Slipway.Trust.Json;
using Slipway.Trust.Policies;
using Slipway.Trust.Verdicts;

namespace Slipway.Trust.Verification;

/// <summary>One judgement while it is being made: what is on the chain so far, and what was found.</summary>
internal sealed class ChainVerification(ChainDocuments documents, ChainPolicy policy)
{
    private readonly List<ChainLink> _links = [];
    private readonly List<(string Rule, string Reason)> _failures = [];
    private readonly HashSet<WantedDocument> _wanted = [];
    private readonly Dictionary<(string Task, string Name), JsonReading> _read = [];

    public ChainDocuments Documents { get; } = documents;

    public ChainPolicy Policy { get; } = policy;

    /// <summary>The task about which is asked; one that was only claimed is no link.</summary>
    public ChainLink? Target { get; private set; }

    /// <summary>The links, as they were found; the target is one when it is finished.</summary>
    public IReadOnlyList<ChainLink> Links => _links;

    /// <summary>The links, and the target.</summary>
    public IEnumerable<ChainLink> Everything =>
        Target is { IsLink: false } target ? _links.Prepend(target) : _links;

    /// <summary>When the push of the target was made, by the push log.</summary>
    public DateTimeOffset? Pushed { get; set; }

    public List<string> Notes { get; } = [];

    public List<ExpectedArtifact> NotHashed { get; } = [];

    /// <summary>What a broken rule is called when it is a parent of an image that breaks it; else null.</summary>
    public string? CalledInstead { get; set; }

    /// <summary>Whether the next rules have nothing to stand on.</summary>
    public bool IsStopped => _failures.Count > 0 || _wanted.Count > 0;

    public ChainLink? Find(string taskId) => _links.Find(link => link.TaskId == taskId);

    public ChainLink Add(ChainLink link)
    {
        if (link.IsLink)
        {
            _links.Add(link);
        }

        Target ??= link;
        return link;
    }

    /// <summary>Asks a rule about one link. Whatever the answer is, others can be asked afterwards.</summary>
    public void Ask(string rule, ChainLink? link, Action check)
    {
        try
        {
            check();
        }
        catch (RuleBrokenException broken)
        {
            string named = CalledInstead ?? broken.Rule ?? rule;
            string reason = CalledInstead is null ? broken.Message : $"{broken.Message} (rule {broken.Rule ?? rule})";
            _failures.Add((named, link is null ? reason : $"{link.Words}: {reason}"));
            link?.Failed(named, reason);
        }
        catch (DocumentWantedException wanted)
        {
            link?.NotChecked(rule, wanted.Message);
        }
    }

    public TaskDocument Task(string id) =>
        Known(Documents.FindTask(id), new WantedDocument(WantedKind.Task, id, null))
        ?? throw new RuleBrokenException($"the Queue does not know task {id}");

    /// <summary>An artifact; null when it was not published.</summary>
    public ArtifactBody? Artifact(string task, string name) =>
        Known(Documents.FindArtifact(task, name), new WantedDocument(WantedKind.Artifact, task, name));

    public ImmutableSortedSet<string> ArtifactNames(string task) =>
        Known(Documents.FindNames(task), new WantedDocument(WantedKind.ArtifactNames, task, null)) ?? [];

    /// <summary>What the web answers.</summary>
    public ReadOnlyMemory<byte> Web(string address) =>
        Known(Documents.FindWeb(address), new WantedDocument(WantedKind.Web, null, address))?.Content
        ?? throw new RuleBrokenException($"{address} is not there");

    /// <summary>What a tree says; null when nobody can say it.</summary>
    public TreeFacts? Tree(string repository, string revision, string? image) => Known(
        Documents.FindTree(repository, revision, image),
        new WantedDocument(WantedKind.Tree, repository, revision) { Image = image });

    /// <summary>A JSON artifact that was hashed before.</summary>
    public JsonReading ReadJson(ChainLink link, string name)
    {
        if (!_read.TryGetValue((link.TaskId, name), out var reading))
        {
            reading = Artifact(link.TaskId, name)?.Json
                ?? throw new RuleBrokenException($"{name} was not published");
            _read[(link.TaskId, name)] = reading;
        }

        return reading;
    }

    /// <summary>The JSON artifacts that were read, and whose they are.</summary>
    public IEnumerable<(ChainLink? Link, string Name, JsonReading Reading)> ReadArtifacts =>
        _read.Select(read => (Find(read.Key.Task), read.Key.Name, read.Value));

    public TrustVerdict ToVerdict()
    {
        // All rules that do not hold were found at one step; the first of them in the order of the rules decides.
        var first = _failures.OrderBy(failure => TrustRules.Order(failure.Rule)).Take(1).ToArray();
        return new TrustVerdict
        {
            IsAccepted = first.Length == 0 && _wanted.Count == 0,
            Rule = first.Length == 0 ? null : first[0].Rule,
            Reason = first.Length == 0 ? null : first[0].Reason,
            Links = [.. Everything.Select(link => link.ToVerdict())],
            Pushed = Pushed,
            Expires = Everything.Select(link => link.Task.TimeAt("expires")).Min(),
            Notes = [.. Notes.Distinct(StringComparer.Ordinal)],
            Wanted = [.. _wanted],
            NotHashed = [.. NotHashed],
        };
    }

    private T? Known<T>(Found<T> found, WantedDocument document)
        where T : class
    {
        if (found.IsKnown)
        {
            return found.Value;
        }

        _wanted.Add(document);
        throw new DocumentWantedException($"{document.Name ?? document.Task} is not at hand");
    }
}
