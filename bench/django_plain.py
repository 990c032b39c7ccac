"""A peer of the bench: the same facts by Django REST framework, as one writes it in an afternoon.

Models, serializers and a view, on gunicorn. What other projects have beside it (people, sessions, middleware) is left
out, in its favour. It runs in the peers' own environment (`requirements/bench.txt`), and imports what is only
installed there: neither mypy nor any other module reads it.
"""

import os

import django
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["PEERS_DATABASE"],
            "CONN_MAX_AGE": None,
        }
    },
    INSTALLED_APPS=["rest_framework", "bench"],
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": [],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "UNAUTHENTICATED_USER": None,
    },
    ROOT_URLCONF=__name__,
    SECRET_KEY="nothing is signed here",
)
django.setup()

# Django wants its settings before its models.
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework import generics, serializers  # noqa: E402


class Entry(models.Model):
    """A fact."""

    id = models.TextField(primary_key=True)
    kind = models.TextField()
    country = models.TextField()
    product_types = models.JSONField()
    topics = models.JSONField()
    title = models.TextField()
    statement = models.TextField(null=True)
    note = models.TextField(null=True)
    legal_basis = models.TextField(null=True)
    obligation = models.TextField(null=True)
    currency_status = models.TextField()
    fact_as_of = models.TextField(null=True)
    checked_on = models.TextField()
    review_due_on = models.TextField()
    evidence_grade = models.TextField()
    confidence = models.TextField(null=True)

    class Meta:
        managed = False
        db_table = "entry"


class Reach(models.Model):
    """A product type that an entry holds for."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="reach")
    product_type = models.TextField()

    class Meta:
        managed = False
        db_table = "reach"


class Source(models.Model):
    """A text that facts are taken from."""

    id = models.TextField(primary_key=True)
    title = models.TextField(null=True)
    publisher = models.TextField(null=True)
    url = models.TextField(null=True)
    kind = models.TextField(null=True)
    language = models.TextField(null=True)
    published_on = models.TextField(null=True)

    class Meta:
        managed = False
        db_table = "source"


class Citation(models.Model):
    """The place in a source where a fact stands."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="citations")
    source = models.ForeignKey(Source, models.CASCADE)
    position = models.IntegerField()
    locator = models.TextField(null=True)
    supports = models.BooleanField()

    class Meta:
        managed = False
        db_table = "citation"
        ordering = ["position"]


class SourceSerializer(serializers.ModelSerializer):
    """A source as it is answered."""

    class Meta:
        model = Source
        fields = "__all__"


class CitationSerializer(serializers.ModelSerializer):
    """A citation as it is answered."""

    source = SourceSerializer()

    class Meta:
        model = Citation
        fields = ["locator", "supports", "source"]


class EntrySerializer(serializers.ModelSerializer):
    """An entry as it is answered."""

    citations = CitationSerializer(many=True)

    class Meta:
        model = Entry
        fields = "__all__"


class Requirements(generics.ListAPIView):
    """The requirements of a country for a product type, with their sources."""

    serializer_class = EntrySerializer

    def get_queryset(self):
        """As the address asks."""
        asked = self.request.query_params
        found = Entry.objects.filter(
            kind="requirement", country=asked["country"], reach__product_type=asked["product_type"]
        )
        cited = models.Prefetch("citations", Citation.objects.select_related("source"))
        return found.order_by("id").prefetch_related(cited)[: int(asked["limit"])]


urlpatterns = [path("requirements", Requirements.as_view())]
application = get_wsgi_application()
