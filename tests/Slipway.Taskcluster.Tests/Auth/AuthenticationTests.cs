using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Taskcluster.Errors;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Credentials;
using Slipway.Taskcluster.Testing.Faults;
using Slipway.Taskcluster.Tests.Support;

namespace Slipway.Taskcluster.Tests.Auth;

public sealed class AuthenticationTests : IAsyncDisposable
{
    private static readonly IndexNamespace Name = IndexNamespace.Parse("a.b");

    private readonly Deployment _deployment = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _deployment.DisposeAsync();

    [Fact]
    public async Task A_client_learns_what_it_may_do() => Assert.Contains(
        "index:find-task:a.*",
        await _deployment.Connect("index:find-task:a.*", "auth:current-scopes").Auth.ReadCurrentScopesAsync(Token));

    [Fact]
    public async Task A_deployment_answers() => await _deployment.ConnectAsNobody().Auth.PingAsync(Token);

    [Fact]
    public async Task Temporary_credentials_are_accepted()
    {
        var issuer = _deployment.Server.NewClient("*");
        var temporary = TemporaryCredentials.Issue(
            issuer,
            "temporary/one",
            _deployment.Now.AddMinutes(-1),
            _deployment.Now.AddHours(1),
            "index:find-task:*",
            "auth:current-scopes");

        var client = _deployment.Connect(Deployment.Of(temporary));

        Assert.Null(await client.Index.FindAsync(Name, Token));
        Assert.Contains("index:find-task:*", await client.Auth.ReadCurrentScopesAsync(Token));
    }

    [Fact]
    public async Task Authorized_scopes_hold_a_client_to_less_than_it_has()
    {
        var credentials = Deployment.Of(_deployment.Server.NewClient("index:*")) with
        {
            AuthorizedScopes = ["index:find-task:a.b"],
        };
        var client = _deployment.Connect(credentials);

        Assert.Null(await client.Index.FindAsync(Name, Token));
        var failure = await Deployment.FailureAsync(() => client.Index.FindAsync(IndexNamespace.Parse("a.c"), Token));

        Assert.Equal(TaskclusterCodes.InsufficientScopes, failure.Code);
    }

    [Fact]
    public async Task A_missing_scope_is_named_with_the_client()
    {
        var client = _deployment.Connect("index:find-task:other");

        var failure = await Deployment.FailureAsync(() => client.Index.FindAsync(Name, Token));

        Assert.Equal(TaskclusterCodes.InsufficientScopes, failure.Code);
        Assert.Contains("index:find-task:a.b", failure.Message, StringComparison.Ordinal);
        Assert.Contains("test/", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_missing_scopes_are_all_named()
    {
        var failure = await Deployment.FailureAsync(
            () => _deployment.Connect("other").Index.FindAsync([Name, IndexNamespace.Parse("a.c")], Token));

        Assert.Contains("index:find-task:a.b and index:find-task:a.c", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_credentials_the_error_says_that_there_were_none()
    {
        var failure = await Deployment.FailureAsync(() => _deployment.ConnectAsNobody().Index.FindAsync(Name, Token));

        Assert.Equal(TaskclusterCodes.InsufficientScopes, failure.Code);
        Assert.Contains("No credentials", failure.Message, StringComparison.Ordinal);
        Assert.Contains("index:find-task:a.b", failure.Message, StringComparison.Ordinal);
        Assert.Contains("TASKCLUSTER_CLIENT_ID", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Through_the_proxy_of_a_task_the_error_is_about_the_task()
    {
        var client = _deployment.Connect(null, settings => settings with { IsTaskProxy = true });

        var failure = await Deployment.FailureAsync(() => client.Index.FindAsync(Name, Token));

        Assert.Contains("The task needs the scopes index:find-task:a.b", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_secret_is_an_error_that_does_not_print_it()
    {
        string secret = Slug.New() + Slug.New();
        var client = _deployment.Connect(
            Deployment.Of(_deployment.Server.NewClient("*")) with
            {
                AccessToken = secret,
            });

        var failure = await Deployment.FailureAsync(() => client.Index.FindAsync(Name, Token));

        Assert.Equal(TaskclusterCodes.AuthenticationFailed, failure.Code);
        Assert.DoesNotContain(secret, failure.ToString(), StringComparison.Ordinal);
        Assert.Single(_deployment.Server.Requests);
    }

    [Fact]
    public async Task Credentials_that_expired_meanwhile_are_an_error_that_says_so()
    {
        var temporary = TemporaryCredentials.Issue(
            _deployment.Server.NewClient("*"),
            "temporary/one",
            _deployment.Now.AddHours(-2),
            _deployment.Now.AddHours(-1),
            "index:*");
        var client = _deployment.Connect(Deployment.Of(temporary));

        var failure = await Deployment.FailureAsync(() => client.Index.FindAsync(Name, Token));

        Assert.Equal(TaskclusterCodes.CredentialsExpired, failure.Code);
        Assert.Single(_deployment.Server.Requests);
    }

    [Theory]
    [InlineData(23, "23 minutes ahead of")]
    [InlineData(-23, "23 minutes behind")]
    [InlineData(-600, "10 hours behind")]
    public async Task A_clock_that_is_wrong_is_an_error_that_says_by_how_much(int minutes, string expected)
    {
        var failure = await Deployment.FailureAsync(() => ConnectAtOtherTime(minutes).Index.FindAsync(Name, Token));

        Assert.Equal(TaskclusterCodes.ClockSkewed, failure.Code);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task A_clock_that_is_a_little_wrong_does_not_matter(int minutes) =>
        Assert.Null(await ConnectAtOtherTime(minutes).Index.FindAsync(Name, Token));

    [Fact]
    public async Task Every_attempt_is_signed_anew_with_the_hash_of_its_body()
    {
        _deployment.Server.Faults.Next(new Fault.Answer(500), 2);

        await _deployment.Client.Index.FindAsync([Name], Token);

        string[] headers = [.. _deployment.Server.Requests.Select(request => request.Authorization!)];
        Assert.Equal(3, headers.Distinct().Count());
        Assert.All(headers, header => Assert.Contains("hash=\"", header, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_signed_address_needs_no_credentials_until_it_ends()
    {
        // The percent sign is a part of the name.
        var task = _deployment.AddTask(new SeededArtifact("private/a%20b.txt", "content"u8.ToArray()));
        var signed = _deployment.Connect("queue:get-artifact:private/*")
            .BuildSignedUrl(task, ArtifactName.Parse("private/a%20b.txt"), TimeSpan.FromMinutes(5));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

        Assert.Equal(303, (int)(await http.GetAsync(signed, Token)).StatusCode);
        _deployment.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(401, (int)(await http.GetAsync(signed, Token)).StatusCode);
    }

    [Fact]
    public void Without_credentials_an_address_is_not_signed() =>
        Assert.DoesNotContain(
            "bewit",
            _deployment
                .ConnectAsNobody()
                .BuildSignedUrl(TaskId.Parse(Slug.New()), ArtifactName.Image, TimeSpan.FromMinutes(5))
                .AbsoluteUri,
            StringComparison.Ordinal);

    [Fact]
    public async Task A_temporary_client_signs_addresses_with_its_certificate()
    {
        var temporary = TemporaryCredentials.Issue(
            _deployment.Server.NewClient("*"),
            null,
            _deployment.Now,
            _deployment.Now.AddMinutes(30),
            "queue:get-artifact:*");
        var task = _deployment.AddTask(new SeededArtifact("private/a.txt", "content"u8.ToArray()));
        var address = _deployment.Connect(Deployment.Of(temporary))
            .BuildSignedUrl(task, ArtifactName.Parse("private/a.txt"), TimeSpan.FromMinutes(5));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

        Assert.Equal(303, (int)(await http.GetAsync(address, Token)).StatusCode);
    }

    private TaskclusterClient ConnectAtOtherTime(int minutes) =>
        _deployment.Connect(
            Deployment.Of(_deployment.Server.NewClient("*")),
            settings =>
                settings with
                {
                    Clock = new HurriedClock(new FakeTimeProvider(_deployment.Now.AddMinutes(minutes))),
                });
}
