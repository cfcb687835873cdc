using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Tests;
using Slipway.Tests.Chains;
using Slipway.Trust.Documents;
using Slipway.Trust.Json;
using Slipway.Trust.Policies;
using Slipway.Trust.Verdicts;
using Slipway.Trust.Verification;

namespace Slipway.Trust.Tests.Verification;

/// <summary>
/// Changes of the intact chain, at every byte of its documents and at every place of its values: each is refused, says
/// the same, or is at a place that a person looked at.
/// </summary>
public sealed class MutationTests
{
    // What the rules of the reference leave to the Queue, and why a change of it is harmless. Each entry is the end of
    // a path; the tests print how often it was met.
    private static readonly ImmutableArray<(string Path, string Why)> Reviewed =
    [
        ("web/*/lastpushid", "the push log's own counter, which nothing is made of"),
        ("web/*/pushes/*/changesets/*/author", "who wrote a changeset, where it counts who pushed it"),
        ("web/*/pushes/*/changesets/*/branch", "Mercurial's named branch"),
        ("web/*/pushes/*/changesets/*/tags", "tags of a changeset"),
        ("web/*/pushes/*/changesets/*/desc", "the description, of which only try syntax counts"),
        ("web/*/pushes/*/changesets/*/parents", "the base revision, where the template does not use it"),
        ("web/*/pushes/*/changesets", "more changesets of the same push"),
    ];

    private static readonly (ChainDocuments Documents, ChainPolicy Policy) Intact =
        GoldenChain.Read(GoldenChain.Intact());

    [Fact]
    public void No_change_of_one_byte_of_a_document_is_accepted()
    {
        var bodies = Bodies().ToList();
        int tried = 0;
        int refused = 0;
        var neutral = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var wrong = new List<string>();
        var random = new Random(20_261_129);
        int rounds = Campaign.Size(1, 20);
        for (int round = 0; round < rounds; round++)
        {
            foreach (var (place, content, with) in bodies)
            {
                for (int at = 0; at < content.Length; at++)
                {
                    byte[] changed = content.ToArray();
                    changed[at] = (byte)(changed[at] ^ (1 << random.Next(8)));
                    tried++;
                    if (!Verify(with(changed)).IsAccepted)
                    {
                        refused++;
                    }
                    else if (NeutralPlace(place, content, changed) is { } why)
                    {
                        neutral[why] = neutral.GetValueOrDefault(why) + 1;
                    }
                    else
                    {
                        wrong.Add($"{place} at {at}: {Around(changed, at)}");
                    }
                }
            }
        }

        Report("trust: one byte changed", tried, refused, neutral);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(40)));
    }

    [Fact]
    public void No_change_of_the_structure_is_accepted()
    {
        int size = Campaign.Size(2_000, 100_000);
        var random = new Random(11_292_026);
        int refused = 0;
        var neutral = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var wrong = new List<string>();
        for (int i = 0; i < size; i++)
        {
            var chain = GoldenChain.Intact();
            string what = Mutate(chain, random);
            bool isAccepted;
            try
            {
                isAccepted = GoldenChain.Judge(chain).IsAccepted;
            }
            catch (FormatException)
            {
                isAccepted = false;
            }

            if (!isAccepted)
            {
                refused++;
            }
            else if (NeutralStructure(what) is { } why)
            {
                neutral[why] = neutral.GetValueOrDefault(why) + 1;
            }
            else
            {
                wrong.Add(what);
            }
        }

        Report("trust: structure changed", size, refused, neutral);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct(StringComparer.Ordinal).Take(40)));
    }

    private static TrustVerdict Verify(ChainDocuments documents) => ChainVerifier.Verify(documents, Intact.Policy);

    private static IEnumerable<(string Place, byte[] Content, Func<byte[], ChainDocuments> With)> Bodies()
    {
        foreach (var (task, artifacts) in Intact.Documents.Artifacts)
        {
            foreach (var (name, body) in artifacts.Bodies)
            {
                yield return ($"tasks/{task}/{name}", body!.Content!.Value.ToArray(), content =>
                    Intact.Documents.WithArtifact(task, name, ArtifactBody.Of(content)));
            }
        }

        foreach (var (address, body) in Intact.Documents.Web)
        {
            yield return ($"web/{address}", body!.Content!.Value.ToArray(), content => Intact.Documents with
            {
                Web = Intact.Documents.Web.SetItem(address, ArtifactBody.Of(content)),
            });
        }
    }

    private static string? NeutralPlace(string place, byte[] before, byte[] after)
    {
        if (place.EndsWith(".yml", StringComparison.Ordinal))
        {
            return YamlNeutral(place, before, after);
        }

        if (place.EndsWith("public/build/target.txt", StringComparison.Ordinal))
        {
            return "an artifact that the target does not take";
        }

        var (left, right) = (StrictJson.Read(before), StrictJson.Read(after));
        if (left.Failure is not null || right.Failure is not null)
        {
            return null;
        }

        string? difference = JsonEquality.Difference(left.Value, right.Value);
        return difference is null ? "JSON that says the same" : ReviewedPath($"web/*/{Generic(difference)}");
    }

    private static string? YamlNeutral(string place, byte[] before, byte[] after)
    {
        try
        {
            if (JsonEquality.Difference(
                TemplateSource.ReadYaml(before, place), TemplateSource.ReadYaml(after, place)) is not { } difference)
            {
                return "YAML that says the same";
            }

            // Projects other than the one that is asked for, and parts of the template that it does not come to.
            return place.EndsWith("projects.yml", StringComparison.Ordinal)
                && difference is not ("mozilla-central" or "mozilla-central.repo" or "mozilla-central.access")
                    ? "a project that is not asked for"
                    : place.EndsWith(".taskcluster.yml", StringComparison.Ordinal)
                        && Rendered(after) == Rendered(before)
                            ? "a part of the template that makes nothing of this decision"
                            : null;
        }
        catch (RuleBrokenException)
        {
            return null;
        }
    }

    // What the template makes is the only thing that counts of it, so it is rendered by itself here.
    private static string? Rendered(byte[] template)
    {
        var context = JsonNode.Parse(
            """
            {"tasks_for": "hg-push", "now": "2026-05-04T08:00:00.000Z", "ownTaskId": "QmyeAPjXT8ep59UxYaff9A",
             "taskId": null,
             "repository": {"url": "https://hg.mozilla.org/mozilla-central", "level": "3",
                            "project": "mozilla-central", "type": "hg"},
             "push": {"base_revision": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
                      "revision": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "pushlog_id": "4711",
                      "pushdate": 1777881000, "owner": "dev@example.org", "comment": " "}}
            """)!.AsObject();
        var tasks = TemplateRenderer.Render(
            TemplateSource.ReadYaml(template, "template"), context, _ => "QmyeAPjXT8ep59UxYaff9A").At("tasks");
        foreach (var task in tasks.Items().OfType<JsonObject>())
        {
            task.Remove("taskId");
        }

        return tasks?.ToJsonString();
    }

    /// <summary>Changes one value of the chain, or of a JSON text in it, and says where and how.</summary>
    private static string Mutate(JsonNode chain, Random random)
    {
        var places = Places(chain, string.Empty).Where(place => !IsExempt(place.Path)).ToList();
        var (path, parent, key) = places[random.Next(places.Count)];
        var value = parent is JsonObject map ? map[(string)key] : parent[(int)key];
        if (value is JsonValue text && text.TryGetValue(out string? inner) && inner.StartsWith('{'))
        {
            var nested = JsonNode.Parse(inner)!;
            string what = Mutate(nested, random);
            Set(parent, key, JsonValue.Create(nested.ToJsonString()));
            return $"{path}!{what}";
        }

        int kind = random.Next(6);
        switch (kind)
        {
            case 0:
                Remove(parent, key);
                return $"{path} removed";
            case 1:
                Set(parent, key, null);
                return $"{path} null";
            case 2:
                Set(parent, key, Other(value, random));
                return $"{path} other";
            case 3 when value is JsonObject inside:
                inside["more"] = "x";
                return $"{path}/more added";
            case 4 when value is JsonArray list:
                list.Add("x");
                return $"{path}/more added";
            case 5 when parent is JsonArray { Count: > 1 } siblings:
                int other = ((int)key + 1) % siblings.Count;
                var (a, b) = (siblings[(int)key]?.DeepClone(), siblings[other]?.DeepClone());
                (siblings[(int)key], siblings[other]) = (b, a);
                return JsonEquality.Same(a, b) ? $"{path} same" : $"{path} swapped";
            default:
                Set(parent, key, new JsonArray());
                return value is JsonArray { Count: 0 } ? $"{path} same" : $"{path} list";
        }
    }

    private static JsonNode? Other(JsonNode? value, Random random) => value switch
    {
        JsonValue text when text.TryGetValue(out string? s) =>
            s.Length == 0 ? "x" : $"{s[..^1]}{(char)('a' + random.Next(26))}~",
        JsonValue number when number.TryGetValue(out long n) => n + 1,
        JsonValue flag when flag.TryGetValue(out bool b) => !b,
        _ => "x",
    };

    private static IEnumerable<(string Path, JsonNode Parent, object Key)> Places(JsonNode? node, string path)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (name, value) in map)
                {
                    string at = $"{path}/{name.Replace("/", "~1", StringComparison.Ordinal)}";
                    yield return (at, map, name);
                    foreach (var inner in Places(value, at))
                    {
                        yield return inner;
                    }
                }

                break;
            case JsonArray list:
                for (int i = 0; i < list.Count; i++)
                {
                    string at = $"{path}/{i.ToString(CultureInfo.InvariantCulture)}";
                    yield return (at, list, i);
                    foreach (var inner in Places(list[i], at))
                    {
                        yield return inner;
                    }
                }

                break;
        }
    }

    private static void Set(JsonNode parent, object key, JsonNode? value)
    {
        if (parent is JsonObject map)
        {
            map[(string)key] = value;
        }
        else
        {
            parent[(int)key] = value;
        }
    }

    private static void Remove(JsonNode parent, object key)
    {
        if (parent is JsonObject map)
        {
            map.Remove((string)key);
        }
        else
        {
            parent.AsArray().RemoveAt((int)key);
        }
    }

    // The policy and the question belong to whoever judges, and not to what is judged.
    private static bool IsExempt(string path) =>
        path.StartsWith("/context", StringComparison.Ordinal)
        || path.StartsWith("/keys", StringComparison.Ordinal)
        || path.StartsWith("/target", StringComparison.Ordinal)
        || path is "/version" or "/tasks" or "/web";

    private static string? NeutralStructure(string what)
    {
        string path = what.Split(' ')[0];
        if (what.EndsWith(" same", StringComparison.Ordinal))
        {
            return "values that are the same";
        }

        if (path.Contains('!', StringComparison.Ordinal))
        {
            if (path.EndsWith("!/pushes/4711/more", StringComparison.Ordinal))
            {
                return "more of a push";
            }

            string address = path[..path.IndexOf('!', StringComparison.Ordinal)];
            string inside = Generic(
                path[(address.Length + 1)..].Replace("/more", string.Empty, StringComparison.Ordinal));
            return address.StartsWith("/web/", StringComparison.Ordinal) ? ReviewedPath($"web/*{inside}") : null;
        }

        return path.Split('/') switch
        {
            [_, "tasks", _, "name", ..] => "the name for people",
            [_, "tasks", _, "status", "runs", _, "reasonResolved"] => "why a run was resolved",
            [_, "tasks", _, "status", "more"] or [_, "tasks", _, "status", "runs", _, "more"] => "more of a status",
            [_, "tasks", "fODHpjl9RdihStbzrTM35w", "artifacts"] => "the artifacts of a task that was just claimed",
            [_, "tasks", "fODHpjl9RdihStbzrTM35w", "status", ..] => "the status of a task that was just claimed",
            [_, "tasks", "fODHpjl9RdihStbzrTM35w", "definition", var key, ..] when GraphRules.Exempt.Contains(key) =>
                "what a plan need not agree with, of a claimed task",
            [_, "tasks", _, "artifacts", "public~1build~1target.txt", ..] => "an artifact that the target does "
                + "not take",
            [_, "tasks", _, "artifacts", "more"] => "an artifact that nobody takes",
            [_, "tasks", "more"] or [_, "tasks", _, "more"] or [_, "web", "more"] or [_, "more"] => "more documents",
            [_, .. , "more"] when path.Contains("/artifacts/", StringComparison.Ordinal)
                || path.StartsWith("/web/", StringComparison.Ordinal) => "more beside a body",
            _ => null,
        };
    }

    private static string? ReviewedPath(string path) =>
        Reviewed.Where(entry => path.StartsWith(entry.Path, StringComparison.Ordinal)
                || path.StartsWith($"{entry.Path}/", StringComparison.Ordinal))
            .OrderByDescending(entry => entry.Path.Length)
            .Select(entry => $"{entry.Path}: {entry.Why}")
            .FirstOrDefault();

    // pushes.4711.changesets[0].node → pushes/*/changesets/*/node
    private static string Generic(string path)
    {
        var parts = path.Replace("[", "/", StringComparison.Ordinal)
            .Replace("]", string.Empty, StringComparison.Ordinal)
            .Replace('.', '/')
            .Split('/');
        return string.Join('/', parts.Select(part => part.Length > 0 && part.All(char.IsAsciiDigit) ? "*" : part));
    }

    private static string Around(byte[] content, int at) =>
        Encoding.UTF8.GetString(content.AsSpan(Math.Max(0, at - 20)..Math.Min(content.Length, at + 20)));

    private static void Report(string campaign, int tried, int refused, SortedDictionary<string, int> neutral) =>
        Campaign.Report(campaign, $"{tried} tried, {refused} refused; neutral: "
            + string.Join("; ", neutral.Select(entry => $"{entry.Value} × {entry.Key}")));
}
